// Device keys: what Alice publishes, what Bob finds, and how one-time keys are given out.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../src/db/pool.ts'
import { openDatabase } from '../src/db/pool.ts'
import { createKeys } from '../src/features/keys/keys.ts'
import { ownSession } from '../src/session.ts'
import { openChanges } from '../src/streams/changes.ts'
import { createLiveUsers } from '../src/streams/live-users.ts'
import { anotherDevice, deviceKeys, deviceNidOf, oneTimeKey, oneTimeKeys, readsOf } from './_keys.ts'

const UPLOAD = '/_matrix/client/v3/keys/upload'
const QUERY = '/_matrix/client/v3/keys/query'
const CLAIM = '/_matrix/client/v3/keys/claim'

let chappe: TestServer<Server>
let mallories = 0
const opened: Database[] = []
beforeAll(async () => {
  chappe = await startTestServer(buildServer)
})
afterAll(async () => {
  for (const database of opened) await database.close()
  await chappe[Symbol.asyncDispose]()
})

async function claim(who: Person, whose: Person, algorithm = 'signed_curve25519'): Promise<Json> {
  const answer = await who.post(CLAIM, { one_time_keys: { [whose.userId]: { [whose.deviceId]: algorithm } } })
  expect(answer.status).toBe(200)
  return answer.body.one_time_keys[whose.userId]?.[whose.deviceId] ?? {}
}

/** The keys feature on the same database, as another process would run it. */
async function keysFeature() {
  const database = openDatabase(chappe.database.url)
  const live = createLiveUsers()
  let reserved = 1_000_000
  const changes = await openChanges({ reserve: async (atLeast) => (reserved = Math.max(reserved, atLeast)) }, live)
  const keys = createKeys({
    db: database.db,
    changes,
    people: { listenersOf: async (userId) => [userId], shareRoom: async () => false, sharingWith: async () => new Set() },
    reauthentication: { requireReauthentication: async () => undefined },
    streams: { parseToken: () => undefined },
    settings: { serverName: 'chappe.test', remembersCounts: true },
  })
  opened.push(database)
  return { keys, live }
}

test('Alice publishes her device and Bob finds it as she published it', async () => {
  const alice = await chappe.person('alice')
  const bob = await chappe.person('bob')
  const keys = deviceKeys(alice)
  const upload = await alice.post(UPLOAD, { device_keys: { ...keys, unsigned: { device_display_name: 'a lie' } } })
  expect([upload.status, upload.body]).toEqual([200, { one_time_key_counts: { signed_curve25519: 0 } }])
  const found = await bob.post(QUERY, { device_keys: { [alice.userId]: [], [bob.userId]: [], '@nobody:chappe.test': [] } })
  expect(found.body).toEqual({
    failures: {},
    device_keys: { [alice.userId]: { [alice.deviceId]: { ...keys, unsigned: {} } }, [bob.userId]: {} },
    master_keys: {},
    self_signing_keys: {},
    user_signing_keys: {},
  })
  const reads = await readsOf(chappe, 'queryKeys')
  expect(reads).toMatchObject([{ kind: 'keys', count: 1, subject: alice.userId }])
})

test('a query for one device shows that one, with the name its owner gave it', async () => {
  const carol = await chappe.person('carol', { deviceId: 'PHONE' })
  const laptop = await anotherDevice(chappe, carol, 'LAPTOP')
  await chappe.database.query("UPDATE device SET display_name = 'Carol''s laptop' WHERE device_id = 'LAPTOP'")
  for (const device of [carol, laptop]) await device.post(UPLOAD, { device_keys: deviceKeys(device) })
  const one = await carol.post(QUERY, { device_keys: { [carol.userId]: ['LAPTOP', 'NO SUCH DEVICE'] } })
  expect(Object.keys(one.body.device_keys[carol.userId])).toEqual(['LAPTOP'])
  expect(one.body.device_keys[carol.userId].LAPTOP.unsigned).toEqual({ device_display_name: "Carol's laptop" })
})

test('people of other servers are failures, and what is no user id is nothing', async () => {
  const dave = await chappe.person('dave')
  const users = { '@eve:elsewhere.test': [], 'not a user id': [] }
  const answer = await dave.post(QUERY, { device_keys: users })
  expect(Object.keys(answer.body.failures)).toEqual(['elsewhere.test'])
  expect(answer.body.device_keys).toEqual({})
  const claimed = await dave.post(CLAIM, { one_time_keys: { '@eve:elsewhere.test': { PHONE: 'signed_curve25519' } } })
  expect([Object.keys(claimed.body.failures), claimed.body.one_time_keys]).toEqual([['elsewhere.test'], {}])
})

test.each([
  ['the user is another', (keys: Json) => ({ ...keys, user_id: '@alice:chappe.test' })],
  ['the device is another', (keys: Json) => ({ ...keys, device_id: 'OTHER' })],
  ['the algorithms are missing', (keys: Json) => ({ ...keys, algorithms: undefined })],
  ['an algorithm is no text', (keys: Json) => ({ ...keys, algorithms: [5] })],
  ['a key is no text', (keys: Json) => ({ ...keys, keys: { 'ed25519:X': { evil: true } } })],
  ['a key with a line break in its name is no text', (keys: Json) => ({ ...keys, keys: { 'ed25519:\n': 5 } })],
  ['a signature is no text', (keys: Json) => ({ ...keys, signatures: { '@mallory:chappe.test': { 'ed25519:X': 1 } } })],
  ['the signatures are a list', (keys: Json) => ({ ...keys, signatures: [] })],
  ['a member has no canonical form', (keys: Json) => ({ ...keys, extra: 1.5 })],
])('Mallory cannot publish a device where %s', async (_, change) => {
  mallories += 1
  const mallory = await chappe.person(`mallory${mallories}`)
  const answer = await mallory.post(UPLOAD, { device_keys: change(deviceKeys(mallory)), one_time_keys: oneTimeKeys(mallory, ['A']) })
  expect(answer.status).toBe(400)
  const found = await mallory.post(QUERY, { device_keys: { [mallory.userId]: [] } })
  expect(found.body.device_keys[mallory.userId]).toEqual({})
  expect(await claim(mallory, mallory)).toEqual({})
})

test('strangers without a token get nothing', async () => {
  for (const path of [UPLOAD, QUERY, CLAIM]) {
    const answer = await request(chappe.url, 'POST', path, { body: {} })
    expect([answer.status, answer.body.errcode]).toEqual([401, 'M_MISSING_TOKEN'])
  }
})

test('the same one-time key twice is one key; another under its name is refused, and nothing of that upload stays', async () => {
  const erin = await chappe.person('erin')
  const first = await erin.post(UPLOAD, { one_time_keys: oneTimeKeys(erin, ['A', 'B']) })
  expect(first.body.one_time_key_counts).toEqual({ signed_curve25519: 2 })
  const again = await erin.post(UPLOAD, { one_time_keys: oneTimeKeys(erin, ['B', 'C']) })
  expect(again.body.one_time_key_counts).toEqual({ signed_curve25519: 3 })
  const reordered = { signatures: oneTimeKey(erin, 'key A').signatures, key: 'key A' }
  expect((await erin.post(UPLOAD, { one_time_keys: { 'signed_curve25519:A': reordered } })).status).toBe(200)
  const other = await erin.post(UPLOAD, {
    device_keys: deviceKeys(erin),
    one_time_keys: { 'signed_curve25519:D': oneTimeKey(erin, 'key D'), 'signed_curve25519:A': oneTimeKey(erin, 'other') },
  })
  expect([other.status, other.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  expect((await erin.post(UPLOAD, {})).body.one_time_key_counts).toEqual({ signed_curve25519: 3 })
  const found = await erin.post(QUERY, { device_keys: { [erin.userId]: [] } })
  expect(found.body.device_keys[erin.userId]).toEqual({})
})

test('one-time keys are given out once each, in the order in which they were uploaded', async () => {
  const frank = await chappe.person('frank')
  const grace = await chappe.person('grace')
  for (const id of ['Z', 'M', 'A']) await frank.post(UPLOAD, { one_time_keys: oneTimeKeys(frank, [id]) })
  const given = []
  for (let i = 0; i < 3; i += 1) given.push(await claim(grace, frank))
  expect(given).toEqual(['Z', 'M', 'A'].map((id) => oneTimeKeys(frank, [id])))
  expect(await claim(grace, frank)).toEqual({})
  expect((await frank.post(UPLOAD, {})).body.one_time_key_counts).toEqual({ signed_curve25519: 0 })
  // The upload whose answer was lost is repeated: a key that was given out does not come back.
  await frank.post(UPLOAD, { one_time_keys: oneTimeKeys(frank, ['A']) })
  expect(await claim(grace, frank)).toEqual({})
})

test('forty people claim at once and everybody gets a key of their own', async () => {
  const heidi = await chappe.person('heidi')
  const ivan = await chappe.person('ivan')
  const other = await anotherDevice(chappe, heidi, 'OTHER')
  const ids = Array.from({ length: 40 }, (_, index) => `K${index}`)
  for (const device of [heidi, other]) {
    for (let i = 0; i < ids.length; i += 8) await device.post(UPLOAD, { one_time_keys: oneTimeKeys(device, ids.slice(i, i + 8)) })
  }
  const devices = { [heidi.deviceId]: 'signed_curve25519', OTHER: 'signed_curve25519' }
  const turned = Object.fromEntries(Object.entries(devices).reverse())
  const answers = await Promise.all(
    ids.map((_, index) => ivan.post(CLAIM, { one_time_keys: { [heidi.userId]: index % 2 === 0 ? devices : turned } })),
  )
  expect(answers.map((answer) => answer.status)).toEqual(ids.map(() => 200))
  for (const deviceId of [heidi.deviceId, 'OTHER']) {
    const given = answers.flatMap((answer) => Object.keys(answer.body.one_time_keys[heidi.userId]?.[deviceId] ?? {}))
    expect(new Set(given).size).toBe(40)
  }
})

test('when the keys run out the fallback key is given, again and again, and its owner is told', async () => {
  const judy = await chappe.person('judy')
  const kim = await chappe.person('kim')
  const own = await keysFeature()
  const fallback = { ...oneTimeKey(judy, 'spare'), fallback: true }
  await judy.post(UPLOAD, { one_time_keys: oneTimeKeys(judy, ['A']), fallback_keys: { 'signed_curve25519:F': fallback } })
  const nid = await deviceNidOf(chappe, judy)
  expect(await own.keys.countsFor(nid)).toEqual({ oneTimeKeyCounts: { signed_curve25519: 1 }, unusedFallbackKeyTypes: ['signed_curve25519'] })
  expect(await claim(kim, judy)).toEqual(oneTimeKeys(judy, ['A']))
  for (let i = 0; i < 2; i += 1) expect(await claim(kim, judy)).toEqual({ 'signed_curve25519:F': fallback })
  const later = await keysFeature()
  expect(await later.keys.countsFor(nid)).toEqual({ oneTimeKeyCounts: { signed_curve25519: 0 }, unusedFallbackKeyTypes: [] })
  // The same key again is still used; a new one is not.
  await judy.post(UPLOAD, { fallback_keys: { 'signed_curve25519:F': fallback } })
  const third = await keysFeature()
  expect((await third.keys.countsFor(nid)).unusedFallbackKeyTypes).toEqual([])
  await judy.post(UPLOAD, { fallback_keys: { 'signed_curve25519:G': { ...fallback, key: 'new' } } })
  const fourth = await keysFeature()
  expect((await fourth.keys.countsFor(nid)).unusedFallbackKeyTypes).toEqual(['signed_curve25519'])
  expect(Object.keys(await claim(kim, judy))).toEqual(['signed_curve25519:G'])
})

test('two fallback keys of one algorithm are refused', async () => {
  const lena = await chappe.person('lena')
  const answer = await lena.post(UPLOAD, { fallback_keys: oneTimeKeys(lena, ['A', 'B']) })
  expect([answer.status, answer.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
})

test('the remembered counts follow uploads and claims, and whoever listens is told of a claim', async () => {
  const mike = await chappe.person('mike')
  const own = await keysFeature()
  const nid = await deviceNidOf(chappe, mike)
  const rows = await chappe.database.query('SELECT user_nid FROM account WHERE user_id = $1', [mike.userId])
  const session = ownSession({
    userId: mike.userId,
    userNid: Number(rows[0]?.['user_nid']),
    deviceId: mike.deviceId,
    deviceNid: nid,
  })
  expect((await own.keys.countsFor(nid)).oneTimeKeyCounts).toEqual({ signed_curve25519: 0 })
  await own.keys.upload(session, { oneTimeKeys: { ...oneTimeKeys(mike, ['A', 'B']), 'curve25519:C': 'plain' } })
  expect((await own.keys.countsFor(nid)).oneTimeKeyCounts).toEqual({ signed_curve25519: 2, curve25519: 1 })
  const listening = own.live.open(mike.userId, 0)
  listening.changed.keys = 0
  await own.keys.claim(session, { [mike.userId]: { [mike.deviceId]: 'signed_curve25519' } })
  expect((await own.keys.countsFor(nid)).oneTimeKeyCounts).toEqual({ signed_curve25519: 1, curve25519: 1 })
  expect(listening.changed.keys).toBeGreaterThan(0)
  // Changed behind its back: what is remembered is served.
  await chappe.database.query('UPDATE one_time_key_batch SET taken = size WHERE device_nid = $1', [nid])
  expect((await own.keys.countsFor(nid)).oneTimeKeyCounts).toEqual({ signed_curve25519: 1, curve25519: 1 })
})

test('a claim is recorded with whose keys were given out', async () => {
  const nina = await chappe.person('nina')
  const olaf = await chappe.person('olaf')
  await nina.post(UPLOAD, { one_time_keys: oneTimeKeys(nina, ['A']) })
  await claim(olaf, nina)
  await claim(olaf, nina)
  const reads = (await readsOf(chappe, 'claimKeys')).filter((row) => row.subject === nina.userId)
  expect(reads).toMatchObject([{ kind: 'keys', count: 1 }])
})

test('those who share a room with Peggy hear that her devices changed; others do not', async () => {
  const [peggy, quinn, ruth] = [await chappe.person('peggy'), await chappe.person('quinn'), await chappe.person('ruth')]
  const roomId = await peggy.createRoom({ preset: 'public_chat' })
  for (const person of [quinn, ruth]) await person.join(roomId)
  await ruth.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
  const keys = deviceKeys(peggy)
  await peggy.post(UPLOAD, { device_keys: keys })
  const position = async () => {
    const rows = await chappe.database.query('SELECT position FROM device_list_change WHERE user_id = $1', [peggy.userId])
    return Number(rows[0]?.['position'])
  }
  const first = await position()
  const changed = async (who: Person, from: number) => {
    const answer = await who.get(`/_matrix/client/v3/keys/changes?from=s1.999999999.${from}&to=s1.999999999.${from}`)
    expect([answer.status, answer.body.left]).toEqual([200, []])
    return answer.body.changed
  }
  expect(await changed(quinn, first - 1)).toEqual([peggy.userId])
  expect(await changed(peggy, first - 1)).toEqual([peggy.userId])
  expect(await changed(ruth, first - 1)).toEqual([])
  expect(await changed(quinn, first)).toEqual([])
  // The same keys again are no change; a new signature is.
  await peggy.post(UPLOAD, { device_keys: keys })
  expect(await position()).toBe(first)
  await peggy.post(UPLOAD, { device_keys: { ...keys, signatures: { [peggy.userId]: { 'ed25519:more': 'x' } } } })
  expect(await changed(quinn, first)).toEqual([peggy.userId])
})

test('/keys/changes names whom Ursula met and whom she parted from since her token', async () => {
  const ursula = await chappe.person('ursula')
  const viktor = await chappe.person('viktor')
  const wilma = await chappe.person('wilma')
  const both = await ursula.createRoom({ preset: 'public_chat' })
  await wilma.join(both)
  const { next_batch: before } = await ursula.sync()
  await viktor.join(both)
  expect((await wilma.post(`/_matrix/client/v3/rooms/${encodeURIComponent(both)}/leave`)).status).toBe(200)
  const { next_batch: after } = await ursula.sync()
  const answer = await ursula.get(`/_matrix/client/v3/keys/changes?from=${before}&to=${after}`)
  expect(answer.body.changed).toContain(viktor.userId)
  expect(answer.body.left).toEqual([wilma.userId])
  expect((await ursula.get(`/_matrix/client/v3/keys/changes?from=${after}&to=${after}`)).body).toEqual({ changed: [], left: [] })
})

test('a token of nobody is refused by /keys/changes', async () => {
  const sam = await chappe.person('sam')
  for (const query of ['from=nonsense&to=s1.0.1', 'from=s1.0.1&to=s2.0.1', 'from=s1.0.1']) {
    const answer = await sam.get(`/_matrix/client/v3/keys/changes?${query}`)
    expect([answer.status, answer.body.errcode]).toEqual([400, 'M_INVALID_PARAM'])
  }
})

test('a device that is gone takes its keys with it, and its people hear of it', async () => {
  const tess = await chappe.person('tess')
  await tess.post(UPLOAD, { device_keys: deviceKeys(tess), one_time_keys: oneTimeKeys(tess, ['A']), fallback_keys: oneTimeKeys(tess, ['F']) })
  const own = await keysFeature()
  const listening = own.live.open(tess.userId, 0)
  listening.changed.deviceLists = 0
  await own.keys.forgetDevice(tess.userId, await deviceNidOf(chappe, tess), tess.deviceId)
  const found = await tess.post(QUERY, { device_keys: { [tess.userId]: [] } })
  expect(found.body.device_keys[tess.userId]).toEqual({})
  expect(await claim(tess, tess)).toEqual({})
  expect(listening.changed.deviceLists).toBeGreaterThan(0)
})

test('a renamed device is a change for those who see it', async () => {
  const uma = await chappe.person('uma')
  const own = await keysFeature()
  const listening = own.live.open(uma.userId, 0)
  listening.changed.deviceLists = 0
  await own.keys.recordDeviceChange(uma.userId)
  const position = listening.changed.deviceLists
  expect(await own.keys.deviceListChangesFor({ userId: uma.userId, from: position - 1, to: position })).toEqual([uma.userId])
  expect(await own.keys.deviceListChangesFor({ userId: uma.userId, from: position, to: position + 1 })).toEqual([])
})

test('every sync says how many keys are left, also when there are none', async () => {
  const vera = await chappe.person('vera')
  const walt = await chappe.person('walt')
  const told = async () => {
    const answer = await vera.syncOn()
    return [answer.device_one_time_keys_count, answer.device_unused_fallback_key_types]
  }
  expect(await told()).toEqual([{ signed_curve25519: 0 }, []])
  await vera.post(UPLOAD, { one_time_keys: oneTimeKeys(vera, ['A']), fallback_keys: oneTimeKeys(vera, ['F']) })
  expect(await told()).toEqual([{ signed_curve25519: 1 }, ['signed_curve25519']])
  await claim(walt, vera)
  expect(await told()).toEqual([{ signed_curve25519: 0 }, ['signed_curve25519']])
  await claim(walt, vera)
  expect(await told()).toEqual([{ signed_curve25519: 0 }, []])
})

test('a held sync of Xenia ends when the devices of Yves change', async () => {
  const [xenia, yves] = [await chappe.person('xenia'), await chappe.person('yves')]
  const roomId = await xenia.createRoom({ preset: 'public_chat' })
  await yves.join(roomId)
  await xenia.sync()
  const held = xenia.syncOn({ timeout: 20_000 })
  await yves.post(UPLOAD, { device_keys: deviceKeys(yves) })
  expect((await held).device_lists.changed).toEqual([yves.userId])
})

test('Zoe logs her phone out: its keys and what waited for it are gone', async () => {
  const zoe = await chappe.person('zoe', { deviceId: 'LAPTOP' })
  const phone = await anotherDevice(chappe, zoe, 'PHONE')
  const listed = async () => Object.keys((await zoe.post(QUERY, { device_keys: { [zoe.userId]: [] } })).body.device_keys[zoe.userId])
  for (const device of [zoe, phone]) await device.post(UPLOAD, { device_keys: deviceKeys(device) })
  await zoe.put('/_matrix/client/v3/sendToDevice/m.test/t', { messages: { [zoe.userId]: { PHONE: {} } } })
  const nid = await deviceNidOf(chappe, phone)
  await zoe.sync()
  expect(await listed()).toEqual(['LAPTOP', 'PHONE'])
  const held = zoe.syncOn({ timeout: 20_000 })
  expect((await phone.post('/_matrix/client/v3/logout')).status).toBe(200)
  expect((await held).device_lists.changed).toEqual([zoe.userId])
  expect(await listed()).toEqual(['LAPTOP'])
  expect(await chappe.database.query('SELECT 1 FROM to_device_message WHERE device_nid = $1', [nid])).toEqual([])
})
