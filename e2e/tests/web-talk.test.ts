// The messenger in a real browser: two people who write to each other, encrypted, over a reload and a restart of the server.
import { prepareWebApps } from '@chappe/server'
import { createPerson, requireProgram } from '@chappe/testkit'
import type { Json } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'
import type { Screen } from '../src/screen.ts'
import { accessibilityProblems, openScreen } from '../src/screen.ts'
import { makeAccountByHand } from '../src/shared-secret.ts'
import { enterMessenger } from '../src/web-person.ts'

const SECRET = 'a secret for this test'
const problems: string[] = []
let server: RunningServer
let screen: Screen | undefined

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => problems.push(String(error)) })
  server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`])
}, 240_000)
afterAll(async () => {
  await screen?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function makeAccount(username: string, displayname: string): Promise<Json> {
  return JSON.parse(await makeAccountByHand(server.url, SECRET, username, { displayname }))
}

test('Alice invites Bob to an encrypted talk; both write and read, and nothing is lost when the server goes and comes back', { timeout: 5 * 60_000 }, async () => {
  screen ??= await openScreen()
  const made = { alice: await makeAccount('alice', 'Alice Martin'), bob: await makeAccount('bob', 'Bob Durand') }
  const enter = (who: keyof typeof made) => {
    if (screen === undefined) throw new Error('there is no browser')
    return enterMessenger(screen, { url: server.url, enrolmentUrl: made[who]['org.chappe.enrolment_url'], problems })
  }
  const alice = await enter('alice')
  const bob = await enter('bob')

  // Beginning a talk from the screen is another journey: here the room is made over the API, by Alice's first device.
  const maker = createPerson(() => server.url, made.alice)
  const roomId = await maker.createRoom({ preset: 'private_chat', name: 'Budget', invite: ['@bob:localhost'] })
  await bob.open('Budget')
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await alice.open('Budget')
  await alice.write('the figures are in')
  await bob.reads('the figures are in')
  await bob.write('and they are good')
  await alice.reads('and they are good')
  await alice.page.getByText('2 people read this · encrypted').waitFor()

  await server.stop()
  await alice.write('written while the server was away')
  await alice.page.getByText('The server cannot be reached.').waitFor()
  await server.start()
  await bob.reads('written while the server was away')

  await bob.page.reload()
  await bob.reads('the figures are in')
  expect(await accessibilityProblems(bob.page)).toEqual([])
  expect(roomId).toMatch(/^!/)
})
