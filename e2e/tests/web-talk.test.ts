// The messenger in a real browser: two people who write to each other, encrypted, over a reload and a restart of the server.
import { requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'

let messenger: Messenger

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
}, 240_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

test('Alice invites Bob to an encrypted talk; both write and read, and nothing is lost when the server goes and comes back', { timeout: 5 * 60_000 }, async () => {
  const { server } = messenger
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  const [alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  // Beginning a talk from the screen is another journey: here the room is made over the API, by Alice's first device.
  await messenger.meet('Budget', { alice, bob })
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
})
