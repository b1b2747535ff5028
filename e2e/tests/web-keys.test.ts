// Keys without words, in a real browser: the first run with a passkey, a second device that is let in, signing out and coming
// back with everything readable.
import { prepareWebApps } from '@chappe/server'
import { createPerson, requireProgram } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import type { WebPerson } from '../src/web-person.ts'
import { enterMessenger, settleKeys, signIn } from '../src/web-person.ts'

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

test('Alice sets up with one touch, writes with Bob, signs out, and reads everything again when she is back', { timeout: 5 * 60_000 }, async () => {
  const { person: alice, made } = await enter('alice', 'Alice Martin')
  const { person: bob } = await enter('bob', 'Bob Durand')
  const maker = createPerson(() => server.url, made)
  await maker.createRoom({ preset: 'private_chat', name: 'Budget', invite: ['@bob:localhost'] })
  await bob.open('Budget')
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await alice.open('Budget')
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
  await alice.reads('the figures are in')
  await alice.reads('and they are good')
  expect(problems.filter((each) => !each.includes('status of 4'))).toEqual([])
})
