// What an open messenger does when its session is ended from elsewhere, or its account is stopped.
import { requireProgram } from '@chappe/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import { accessibilityProblems } from '../src/screen.ts'
import type { WebPerson } from '../src/web-person.ts'
import { settleKeys, signIn } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let bob: WebPerson
let carol: WebPerson

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger({ flags: ['--help_desk=01 23 45 67 89, day and night'] })
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('bob', 'Bob Durand')
  await messenger.makeAccount('carol', 'Carol Petit')
  ;[alice, bob, carol] = [await messenger.enter('alice'), await messenger.enter('bob'), await messenger.enter('carol')]
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

test('Carol’s session is ended before a key of hers was saved: who signs in there does not read it until her passkey has opened her messages, and then does, though the page is closed in the middle', { timeout: 5 * 60_000 }, async () => {
  const { page } = carol
  const roomId = await messenger.meet('Draft law', { carol })
  const telephone = messenger.device('carol')
  // From here on nothing reaches the backup.
  const saving = '**/_matrix/client/v3/room_keys/keys**'
  await page.route(saving, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await carol.write('read this before noon')
  await carol.reads('read this before noon')
  const kindsSaid = async () => (await telephone.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=5`)).body.chunk.map(({ type }: { type: string }) => type)
  await expect.poll(kindsSaid, { timeout: 60_000 }).toContain('m.room.encrypted')
  await telephone.post('/_matrix/client/v3/logout/all', {})
  await page.getByText('You were signed out on this device').waitFor({ timeout: 30_000 })
  expect(await keyStoresOf(page)).toHaveLength(1)
  await signIn(page)
  await page.locator('[data-keys=recover]').waitFor()
  await carol.open('Draft law')
  await page.getByText('This device cannot open this message yet.').waitFor()
  expect(await keyStoresOf(page)).toHaveLength(2)
  await page.reload()
  await settleKeys(page)
  await page.reload()
  await carol.open('Draft law')
  await carol.reads('read this before noon')
  await expect.poll(() => keyStoresOf(page), { timeout: 60_000 }).toHaveLength(1)
  // Nothing has reached the backup yet, and she is told so before she signs out; then it does.
  await page.unroute(saving)
  await page.goto(`${messenger.server.url}/settings/sign-out`)
  await page.getByText('Nothing gets lost').waitFor({ timeout: 60_000 })
})

test('Bob says from his telephone that somebody is in his account: what stood on the desk is gone, and says whom to ask', { timeout: 3 * 60_000 }, async () => {
  const { page } = bob
  await messenger.device('bob').post('/_chappe/client/v1/not_me', {})
  await page.getByText('This account cannot be used at the moment').waitFor({ timeout: 30_000 })
  await page.getByText('01 23 45 67 89, day and night').waitFor()
  expect(await page.getByText('the figures are in').count()).toBe(0)
})

/** The stores of keys that a browser has, by their names. */
async function keyStoresOf(page: Page): Promise<string[]> {
  return page.evaluate(`indexedDB.databases().then((all) => all.map(({ name }) => name).filter((name) => name.endsWith('::matrix-sdk-crypto')))`)
}
