// Keys without words, in a real browser: the first run with a passkey, a second device that is let in, signing out and coming
// back with everything readable.
import { requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import { phoneOf, typeMark } from '../src/second-device.ts'
import type { WebPerson } from '../src/web-person.ts'
import { settleKeys, signIn } from '../src/web-person.ts'

let messenger: Messenger

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
}, 240_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

async function enter(username: string, displayname: string): Promise<WebPerson> {
  await messenger.makeAccount(username, displayname)
  return messenger.enter(username)
}

async function invite({ page }: WebPerson, userId: string): Promise<void> {
  await page.getByRole('link', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByRole('combobox', { name: 'Invite people' }).fill(userId)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
}

test('Alice sets up with one touch, writes with Bob, who reads what was said before he came, signs out, and reads everything again when she is back', { timeout: 5 * 60_000 }, async () => {
  const { server, problems } = messenger
  const [alice, bob] = [await enter('alice', 'Alice Martin'), await enter('bob', 'Bob Durand')]
  await messenger.meet('Budget', { alice })
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
  const carol = await enter('carol', 'Carol Petit')
  await messenger.meet('Plans', { carol })
  await carol.write('said on the laptop')
  await carol.reads('said on the laptop')

  const phone = await phoneOf(messenger, carol)
  await phone.page.getByText('This device waits to be let in.').waitFor()
  await phone.open('Plans')
  await phone.page.getByText('This device cannot open this message yet.').waitFor()
  expect(await accessibilityProblems(phone.page)).toEqual([])

  const { page } = carol
  await page.getByRole('dialog', { name: 'A new device wants in' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await page.getByText('It shows no code').click()
  const letIn = page.getByRole('button', { name: 'It is in my hands: let it in' })
  await page.getByText('Nobody ever asks you to let a device in').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  // Pressed blindly, nothing happens; with what somebody made up, nothing is let in.
  await letIn.click()
  await page.getByLabel('The mark that the new device shows').fill('0000')
  await letIn.click()
  await page.getByText('This is not the mark of that device.').waitFor()
  await phone.page.locator('[data-keys=probation]').waitFor()
  await typeMark(carol, phone)
  await letIn.click()
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
