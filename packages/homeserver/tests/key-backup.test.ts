// Key backup: Alice loses her phone and reads on.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readsOf } from './_keys.ts'

const VERSION = '/_matrix/client/v3/room_keys/version'
const ROOM = '!talk:chappe.test'
const ALGORITHM = 'm.megolm_backup.v1.curve25519-aes-sha2'

let chappe: TestServer<Server>
let people = 0
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const authData = { public_key: 'a public key', signatures: { '@alice:chappe.test': { 'ed25519:PHONE': 'a signature' } } }

function sessionKey(change: object = {}): Json {
  const session_data = { ephemeral: 'e', ciphertext: 'c', mac: 'm' }
  return { first_message_index: 5, forwarded_count: 2, is_verified: false, session_data, ...change }
}

async function backup(who: Person): Promise<string> {
  return (await who.post(VERSION, { algorithm: ALGORITHM, auth_data: authData })).body.version
}

function path(version: string, roomId?: string, sessionId?: string): string {
  if (roomId === undefined) return `/_matrix/client/v3/room_keys/keys?version=${version}`
  const room = encodeURIComponent(roomId)
  if (sessionId === undefined) return `/_matrix/client/v3/room_keys/keys/${room}?version=${version}`
  return `/_matrix/client/v3/room_keys/keys/${room}/${encodeURIComponent(sessionId)}?version=${version}`
}

const versionPath = (version: string) => `/_matrix/client/v3/room_keys/version/${version}`

test('Alice makes a backup, puts keys into it in three ways and takes them out in three ways', async () => {
  const alice = await chappe.person('alice')
  const version = await backup(alice)
  expect(version).toBe('1')
  const [one, two, three] = [sessionKey(), sessionKey({ first_message_index: 0 }), sessionKey({ is_verified: true })]
  expect((await alice.put(path(version, ROOM, 'a/session+'), one)).body).toEqual({ etag: '1', count: 1 })
  expect((await alice.put(path(version, ROOM), { sessions: { two } })).body).toEqual({ etag: '2', count: 2 })
  const put = await alice.put(path(version), { rooms: { '!other:chappe.test': { sessions: { three } }, [ROOM]: { sessions: { two } } } })
  expect(put.body).toEqual({ etag: '3', count: 3 })
  expect((await alice.get(path(version, ROOM, 'a/session+'))).body).toEqual(one)
  expect((await alice.get(path(version, ROOM))).body).toEqual({ sessions: { 'a/session+': one, two } })
  const all = { rooms: { '!other:chappe.test': { sessions: { three } }, [ROOM]: { sessions: { 'a/session+': one, two } } } }
  expect((await alice.get(path(version))).body).toEqual(all)
  const about = { algorithm: ALGORITHM, auth_data: authData, count: 3, etag: '3', version }
  expect((await alice.get(VERSION)).body).toEqual(about)
  expect((await alice.get(versionPath(version))).body).toEqual(about)
  const reads = await Promise.all(['getRoomKeyBySessionId', 'getRoomKeysByRoomId', 'getRoomKeys'].map((each) => readsOf(chappe, each)))
  expect(reads.flat()).toMatchObject([1, 2, 3].map((count) => ({ kind: 'keys', count, subject: 'backup:1' })))
})

test('what was never there: 404 for a key, an empty object for a room or for all', async () => {
  const bob = await chappe.person('bob')
  expect((await bob.get(VERSION)).body).toMatchObject({ errcode: 'M_NOT_FOUND' })
  expect((await bob.get(path('1'))).status).toBe(404)
  const version = await backup(bob)
  const key = await bob.get(path(version, ROOM, 'none'))
  expect([key.status, key.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  expect((await bob.get(path(version, ROOM))).body).toEqual({ sessions: {} })
  expect((await bob.get(path(version))).body).toEqual({ rooms: {} })
  for (const unknown of ['2', '0', '01', '-1', 'x', '99999999999']) {
    expect((await bob.get(path(unknown))).status).toBe(404)
    expect((await bob.get(versionPath(unknown))).status).toBe(404)
    expect((await bob.delete(versionPath(unknown))).status).toBe(404)
  }
  expect((await bob.get('/_matrix/client/v3/room_keys/keys')).body.errcode).toBe('M_INVALID_PARAM')
})

test("nobody reads Carol's backup with another token, or none", async () => {
  const carol = await chappe.person('carol')
  const mallory = await chappe.person('mallory')
  const version = await backup(carol)
  await carol.put(path(version, ROOM, 's'), sessionKey())
  expect((await mallory.get(path(version, ROOM, 's'))).status).toBe(404)
  await backup(mallory)
  expect((await mallory.get(path(version))).body).toEqual({ rooms: {} })
  expect((await request(chappe.url, 'GET', path(version))).status).toBe(401)
})

test.each<[string, object, object, boolean]>([
  ['a verified key replaces an unverified one', {}, { is_verified: true, first_message_index: 9 }, true],
  ['an unverified key does not replace a verified one', { is_verified: true }, { first_message_index: 0 }, false],
  ['a key from an earlier message replaces a later one', {}, { first_message_index: 4, forwarded_count: 9 }, true],
  ['a key from a later message does not', {}, { first_message_index: 6, forwarded_count: 0 }, false],
  ['a key forwarded less often replaces one forwarded more often', {}, { forwarded_count: 1 }, true],
  ['a key forwarded more often does not', {}, { forwarded_count: 3 }, false],
  ['an equally good key does not', {}, {}, false],
])('%s', async (_, first, second, isReplaced) => {
  people += 1
  const dave = await chappe.person(`dave${people}`)
  const version = await backup(dave)
  const old = sessionKey(first)
  const later = sessionKey({ ...second, session_data: { ephemeral: 'x', ciphertext: 'y', mac: 'z' } })
  expect((await dave.put(path(version, ROOM, 's'), old)).body).toEqual({ etag: '1', count: 1 })
  expect((await dave.put(path(version, ROOM, 's'), later)).body).toEqual({ etag: isReplaced ? '2' : '1', count: 1 })
  expect((await dave.get(path(version, ROOM, 's'))).body).toEqual(isReplaced ? later : old)
})

test('keys go into the latest version only, and the refusal says which that is', async () => {
  const erin = await chappe.person('erin')
  const nothing = await erin.put(path('1', ROOM, 's'), sessionKey())
  expect([nothing.status, nothing.body.errcode]).toEqual([404, 'M_NOT_FOUND'])
  const first = await backup(erin)
  await erin.put(path(first, ROOM, 's'), sessionKey())
  const second = await backup(erin)
  const late = await erin.put(path(first, ROOM, 's2'), sessionKey())
  expect([late.status, late.body.errcode, late.body.current_version]).toEqual([403, 'M_WRONG_ROOM_KEYS_VERSION', second])
  expect((await erin.get(path(first))).body.rooms[ROOM].sessions).toEqual({ s: sessionKey() })
  expect((await erin.get(VERSION)).body).toMatchObject({ version: second, count: 0 })
})

test('a deleted version is gone with its keys, may be deleted again, and its number does not come back', async () => {
  const frank = await chappe.person('frank')
  const first = await backup(frank)
  await frank.put(path(first, ROOM, 's'), sessionKey())
  const second = await backup(frank)
  for (let i = 0; i < 2; i += 1) expect((await frank.delete(versionPath(second))).status).toBe(200)
  expect((await frank.get(versionPath(second))).status).toBe(404)
  expect((await frank.get(path(second))).status).toBe(404)
  expect((await frank.get(VERSION)).body).toMatchObject({ version: first, count: 1 })
  expect(await backup(frank)).toBe('3')
})

test('the authentication data of a version can be replaced, its algorithm cannot', async () => {
  const grace = await chappe.person('grace')
  const version = await backup(grace)
  const auth_data = { ...authData, public_key: 'another' }
  expect((await grace.put(versionPath(version), { algorithm: ALGORITHM, auth_data, version })).body).toEqual({})
  expect((await grace.get(VERSION)).body.auth_data).toEqual(auth_data)
  for (const wrong of [{ algorithm: 'other', auth_data }, { algorithm: ALGORITHM, auth_data, version: '9' }]) {
    const answer = await grace.put(versionPath(version), wrong)
    expect([answer.status, answer.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  }
  expect((await grace.put(versionPath('9'), { algorithm: ALGORITHM, auth_data })).status).toBe(404)
})

test('keys are deleted one by one, by room, and all; the count follows', async () => {
  const heidi = await chappe.person('heidi')
  const version = await backup(heidi)
  const sessions = { a: sessionKey(), b: sessionKey() }
  await heidi.put(path(version), { rooms: { [ROOM]: { sessions }, '!x:y': { sessions }, '!z:y': { sessions } } })
  expect((await heidi.delete(path(version, ROOM, 'a'))).body).toEqual({ etag: '2', count: 5 })
  expect((await heidi.delete(path(version, ROOM, 'a'))).body).toEqual({ etag: '2', count: 5 })
  expect((await heidi.delete(path(version, '!x:y'))).body).toEqual({ etag: '3', count: 3 })
  expect((await heidi.get(path(version, '!x:y'))).body).toEqual({ sessions: {} })
  expect((await heidi.delete(path(version))).body).toEqual({ etag: '4', count: 0 })
  expect((await heidi.delete(path('9'))).status).toBe(404)
})

test('five hundred keys at once, from two devices at the same time, are all counted once', async () => {
  const ivan = await chappe.person('ivan')
  const version = await backup(ivan)
  const sessions = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`s${index}`, sessionKey()]))
  await Promise.all([1, 2].map(() => ivan.put(path(version), { rooms: { [ROOM]: { sessions } } })))
  expect((await ivan.get(VERSION)).body).toMatchObject({ count: 500, etag: '1' })
  const rows = await chappe.database.query('SELECT session_bytes FROM key_backup ORDER BY session_bytes DESC LIMIT 1')
  expect(Number(rows[0]?.['session_bytes'])).toBe(500 * JSON.stringify(sessionKey().session_data).length)
})

test.each([
  ['the index is negative', { first_message_index: -1 }],
  ['the index is a text', { first_message_index: '1' }],
  ['the data is a text', { session_data: 'x' }],
])('a key is refused where %s', async (_, change) => {
  people += 1
  const judy = await chappe.person(`judy${people}`)
  const version = await backup(judy)
  const answer = await judy.put(path(version, ROOM, 's'), sessionKey(change))
  expect([answer.status, answer.body.errcode]).toEqual([400, 'M_BAD_JSON'])
})

test('a key is refused where it is too large or has a name that cannot be kept', async () => {
  const kim = await chappe.person('kim')
  const version = await backup(kim)
  const large = await kim.put(path(version, ROOM, 's'), sessionKey({ session_data: { ciphertext: 'x'.repeat(20_000) } }))
  expect([large.status, large.body.errcode]).toEqual([413, 'M_TOO_LARGE'])
  expect((await kim.put(path(version, ROOM, '\0'), sessionKey())).status).toBe(400)
  expect((await kim.get(path(version, ROOM, '\0'))).status).toBe(400)
})
