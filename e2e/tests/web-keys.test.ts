// Keys without words, in a real browser: the first run with a passkey, a second device that is let in, signing out and coming
// back with everything readable.
import { prepareWebApps } from '@chappe/server'
import { createPerson, requireProgram } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen, sharePasskeys } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import type { WebPerson } from '../src/web-person.ts'
import { enterMessenger, settleKeys, signIn, toWebPerson } from '../src/web-person.ts'

const SECRET = 'a secret for this test'
const problems: string[] = []
let server: RunningServer
let screen: Screen

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
  screen = await openScreen()
}, 240_000)
afterAll(async () => {
  await screen[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function enter(username: string, displayname: string): Promise<{ person: WebPerson; made: Json }> {
  const made: Json = JSON.parse(await makeAccountByHand(server.url, SECRET, username, { displayname }))
  return { made, person: await enterMessenger(screen, { url: server.url, enrolmentUrl: made['org.chappe.enrolment_url'], problems }) }
}

async function invite({ page }: WebPerson, userId: string): Promise<void> {
  await page.getByRole('link', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByRole('combobox', { name: 'Invite people' }).fill(userId)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
}

test('Alice sets up with one touch, writes with Bob, who reads what was said before he came, signs out, and reads everything again when she is back', { timeout: 5 * 60_000 }, async () => {
  const { person: alice, made } = await enter('alice', 'Alice Martin')
  const { person: bob } = await enter('bob', 'Bob Durand')
  const maker = createPerson(() => server.url, made)
  await maker.createRoom({ preset: 'private_chat', name: 'Budget' })
  await alice.open('Budget')
  await alice.write('said before Bob came')
  await alice.reads('said before Bob came')
  await invite(alice, '@bob:localhost')
  await bob.open('Budget')
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  // What was said before he was invited comes to him with the invitation (MSC4268).
  await bob.reads('said before Bob came')
  await alice.write('the figures are in')
  await bob.reads('the figures are in')
  await bob.write('and they are good')
  await alice.reads('and they are good')

  await alice.page.goto(`${server.url}/settings/sign-out`)
  await alice.page.getByText('Nothing gets lost').waitFor()
  expect(await accessibilityProblems(alice.page)).toEqual([])
  await alice.page.getByRole('button', { name: 'Sign out', exact: true }).last().click()
  await alice.page.getByRole('button', { name: 'Continue', exact: true }).waitFor()
  await signIn(alice.page)
  await settleKeys(alice.page)
  await alice.page.goto(server.url)
  await alice.open('Budget')
  await alice.reads('said before Bob came')
  await alice.reads('the figures are in')
  await alice.reads('and they are good')
  expect(problems.filter((each) => /Content Security Policy|TrustedScript/.test(each))).toEqual([])
})

test('Carol’s telephone waits until her laptop lets it in, compares pictures with it, and then reads what was said before', { timeout: 5 * 60_000 }, async () => {
  const { person: carol, made } = await enter('carol', 'Carol Petit')
  const maker = createPerson(() => server.url, made)
  await maker.createRoom({ preset: 'private_chat', name: 'Plans' })
  await carol.open('Plans')
  await carol.write('said on the laptop')
  await carol.reads('said on the laptop')

  const phone = toWebPerson(await screen.person({ width: 390, height: 844 }))
  phone.page.setDefaultTimeout(60_000)
  await sharePasskeys(carol, phone)
  await phone.page.goto(server.url)
  await signIn(phone.page)
  await phone.page.getByText('This device waits to be let in.').waitFor()
  await phone.open('Plans')
  await phone.page.getByText('This device cannot open this message yet.').waitFor()
  expect(await accessibilityProblems(phone.page)).toEqual([])

  const { page } = carol
  await page.getByRole('dialog', { name: 'A new device wants in' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'It is me: let it in' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  // A provider of passkeys would keep the secret with them; this one's copy makes another, so the other way is taken.
  await phone.page.getByRole('button', { name: 'Bring them here' }).first().click()
  await phone.page.getByRole('button', { name: 'Ask my other device' }).click()
  await page.getByRole('button', { name: 'Agree', exact: true }).click()
  await phone.page.getByRole('button', { name: 'Show the pictures' }).click()
  const pictures = async (each: WebPerson): Promise<string[]> => {
    await each.page.getByRole('dialog').getByRole('listitem').first().waitFor()
    return each.page.getByRole('dialog').getByRole('listitem').allInnerTexts()
  }
  expect(await pictures(phone)).toEqual(await pictures(carol))
  expect(await pictures(phone)).toHaveLength(7)
  expect(await accessibilityProblems(phone.page)).toEqual([])
  for (const each of [phone, carol]) await each.page.getByRole('button', { name: 'They are the same' }).click()
  for (const each of [phone, carol]) await each.page.getByRole('button', { name: 'Close', exact: true }).click()
  await phone.page.locator('[data-keys=ready]').waitFor()
  await phone.reads('said on the laptop')
})
