// What an open messenger does when its session is ended from elsewhere, or its account is stopped.
import { requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'
import { settleKeys, signIn } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let bob: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger({ flags: ['--help_desk=01 23 45 67 89, day and night'] })
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  ;[alice, bob] = [await messenger.enter('alice'), await messenger.enter('bob')]
  await messenger.meet('Budget', { alice, bob })
  await alice.write('the figures are in')
  await bob.reads('the figures are in')
}, 240_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

test('Alice signs all her devices out from her telephone: the page on her desk closes, says why, and lets her in again', { timeout: 3 * 60_000 }, async () => {
  const { page } = alice
  const telephone = messenger.device('alice')
  // What she wrote can be read again by a device that has her recovery, once its key is kept.
  await expect.poll(async () => (await telephone.get('/_matrix/client/v3/room_keys/version')).body, { timeout: 60_000 }).toMatchObject({ count: 1 })
  await telephone.post('/_matrix/client/v3/logout/all', {})
  await page.getByText('You were signed out on this device').waitFor({ timeout: 30_000 })
  expect(await page.getByText('the figures are in').count()).toBe(0)
  expect(await accessibilityProblems(page)).toEqual([])
  await signIn(page)
  await settleKeys(page)
  await alice.open('Budget')
  await alice.reads('the figures are in')
})

test('Bob says from his telephone that somebody is in his account: what stood on the desk is gone, and says whom to ask', { timeout: 3 * 60_000 }, async () => {
  const { page } = bob
  await messenger.device('bob').post('/_chappe/client/v1/not_me', {})
  await page.getByText('This account cannot be used at the moment').waitFor({ timeout: 30_000 })
  await page.getByText('01 23 45 67 89, day and night').waitFor()
  expect(await page.getByText('the figures are in').count()).toBe(0)
})
