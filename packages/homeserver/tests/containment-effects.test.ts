// Mallory has everything an account can have. She is contained: of each of the nine effects, what was usable is counted
// before and after, and after it is nothing. Then she is released, and nothing of before comes back.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { createPerson, request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { byPassword, logIn, refusal, whoami } from './_accounts.ts'
import { crossSigningKeys, deviceKeys, oneTimeKeys } from './_keys.ts'
import { C1, pathOf, upload } from './_media.ts'
import type { PushGateway } from './_push-gateway.ts'
import { startPushGateway } from './_push-gateway.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const C3 = '/_matrix/client/v3'
const DESK = '/_chappe/desk/v1'
const DRY = '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device'
const PASSWORDS = `${C3}/account/password`
const REASON = { reason: 'her phone was stolen' }

let chappe: TestServer<Server>
let gateway: PushGateway
let folder: string
let [sam, sue, bob]: Person[] = []
let mallory: Person
let phone: { person: Person; refreshToken: string }
let roomId: string
let tokens: { access: string[]; refresh: string; login: string; openId: string }
let backupVersion: string
let pendingFile: string
let uiaSession: string

const one = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('nobody')
  return value
}
const must = async (answer: Promise<HttpAnswer>): Promise<Json> => {
  const { status, body } = await answer
  expect([status, body]).toEqual([200, body])
  return body
}
const count = async (query: string): Promise<number> => Number((await chappe.database.query(query, [mallory.userId]))[0]?.['n'])

beforeAll(async () => {
  gateway = await startPushGateway()
  folder = await mkdtemp(join(tmpdir(), 'chappe-effects-'))
  const media = { dir: join(folder, 'media'), maxUploadBytes: 40_000_000 }
  chappe = await startTestServer(buildServer, { media, outgoing: { allowedAddresses: ['127.0.0.1/32'] } })
  sam = await chappe.person('sam')
  sue = await chappe.person('sue')
  bob = await chappe.person('bob')
  for (const officer of [sam, sue]) {
    await chappe.server.homeserver.ports.accounts.setRoles(officer.userId, ['security_officer'], async () => undefined)
  }
  await furnishMallory()
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await gateway[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function furnishMallory(): Promise<void> {
  mallory = await chappe.person('mallory')
  const { body } = await logIn(chappe.url, 'mallory', { refresh_token: true, device_id: 'PHONE' })
  phone = { person: createPerson(() => chappe.url, body), refreshToken: body.refresh_token }
  roomId = await one(bob).createRoom({ preset: 'public_chat' })
  await mallory.join(roomId)
  const login = await must(request(chappe.url, 'POST', '/_matrix/client/v1/login/get_token', { token: mallory.token, body: { auth: byPassword('mallory') } }))
  const openId = await must(mallory.post(`${C3}/user/${mallory.userId}/openid/request_token`))
  tokens = { access: [mallory.token, phone.person.token], refresh: phone.refreshToken, login: login.login_token, openId: openId.access_token }
  await must(mallory.post(`${C3}/keys/upload`, { device_keys: deviceKeys(mallory), one_time_keys: oneTimeKeys(mallory, ['A', 'B']), fallback_keys: oneTimeKeys(mallory, ['F']) }))
  await must(mallory.post(`${C3}/keys/device_signing/upload`, { ...crossSigningKeys(mallory).upload, auth: byPassword('mallory') }))
  const dry = { ...mallory, deviceId: 'DRY' }
  await must(mallory.put(DRY, { device_id: 'DRY', device_data: { algorithm: 'x' }, device_keys: deviceKeys(dry), one_time_keys: oneTimeKeys(dry, ['D']) }))
  backupVersion = (await must(mallory.post(`${C3}/room_keys/version`, { algorithm: 'm.megolm_backup.v1.curve25519-aes-sha2', auth_data: { public_key: 'x', signatures: {} } }))).version
  const key = { first_message_index: 0, forwarded_count: 0, is_verified: true, session_data: { ciphertext: 'c' } }
  await must(mallory.put(`${C3}/room_keys/keys?version=${backupVersion}`, { rooms: { [roomId]: { sessions: { s: key } } } }))
  for (const type of ['m.secret_storage.default_key', 'm.secret_storage.key.abc', 'm.cross_signing.master', 'm.megolm_backup.v1', 'm.direct']) {
    await must(mallory.put(`${C3}/user/${mallory.userId}/account_data/${type}`, { key: 'abc' }))
  }
  const pusher = { pushkey: 'p', kind: 'http', app_id: 'a', app_display_name: 'A', device_display_name: 'M', lang: 'en', data: { url: gateway.url } }
  await must(mallory.post(`${C3}/pushers/set`, pusher))
  await must(mallory.post('/_chappe/client/v1/wakes', { set: [{ wake_id: 'w', at_ts: chappe.clock.now() + 3_600_000 }] }))
  pendingFile = (await must(mallory.post('/_matrix/media/v1/create'))).content_uri
  const delayed = `${C3}/rooms/${encodeURIComponent(roomId)}/send/m.room.message/later?org.matrix.msc4140.delay=3600000`
  await must(mallory.put(delayed, { msgtype: 'm.text', body: 'later' }))
  // A stage that she does on a page of the server, so that the session is as good as her password.
  uiaSession = (await request(chappe.url, 'POST', PASSWORDS, { body: { new_password: 'another password' } })).body.session
  const page = await request(chappe.url, 'POST', `${C3}/auth/m.login.password/fallback/web?session=${uiaSession}`, {
    raw: new URLSearchParams({ user: 'mallory', password: byPassword('mallory').password }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(page.status).toBe(200)
}

/** What is usable of each effect, found by using it; in the order of the effects. */
async function usable(): Promise<Record<string, number>> {
  const keys = await must(one(bob).post(`${C3}/keys/query`, { device_keys: { [mallory.userId]: [] } }))
  const claimed = await must(one(bob).post(`${C3}/keys/claim`, { one_time_keys: { [mallory.userId]: { [mallory.deviceId]: 'signed_curve25519', DRY: 'signed_curve25519' } } }))
  const found = await must(one(bob).post(`${C3}/user_directory/search`, { search_term: 'mallory' }))
  const room = await one(bob).createRoom()
  const invitation = await one(bob).post(`${C3}/rooms/${encodeURIComponent(room)}/invite`, { user_id: mallory.userId })
  const ofDatabase = async (query: string): Promise<number> => count(`SELECT count(*)::int AS n FROM ${query}`)
  const mine = 'WHERE user_nid = (SELECT user_nid FROM account WHERE user_id = $1)'
  const ofDevices = `WHERE device_nid IN (SELECT device_nid FROM device ${mine})`
  return {
    'access tokens': await ofDatabase(`access_token ${ofDevices}`),
    'refresh tokens': await ofDatabase(`refresh_chain ${ofDevices}`),
    'login tokens': await ofDatabase(`login_token ${mine}`),
    'OpenID tokens': await ofDatabase(`openid_token ${mine}`),
    'pushers': await ofDatabase('pusher WHERE user_id = $1'),
    'pushes that wait': await ofDatabase('push_due WHERE user_id = $1'),
    'wakes': await ofDatabase(`wake ${mine}`),
    'uploads to come': await ofDatabase('media WHERE user_id = $1 AND content_hash IS NULL'),
    'delayed events': await ofDatabase("delayed_event WHERE user_id = $1 AND state IN ('scheduled', 'sending')"),
    'devices in key queries': Object.keys(keys.device_keys[mallory.userId] ?? {}).length,
    'cross-signing keys': ['master_keys', 'self_signing_keys'].filter((each) => keys[each][mallory.userId] !== undefined).length,
    'one-time keys': Object.keys(claimed.one_time_keys[mallory.userId] ?? {}).length,
    'directory': found.results.length,
    'invitations': invitation.status === 200 ? 1 : 0,
  }
}

/** Begins a download and reads no further than its first bytes; gives back how much came in all. */
async function beginDownload(mxc: string): Promise<() => Promise<number>> {
  const { hostname, port } = new URL(chappe.url)
  const socket = connect(Number(port), hostname)
  let received = 0
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => undefined)
  socket.write(`GET ${C1}/download/${pathOf(mxc)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${mallory.token}\r\n\r\n`)
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      if (received === 0) socket.pause()
      received += chunk.byteLength
      resolve()
    })
  })
  return async () => {
    socket.resume()
    await ended
    return received
  }
}

test('before: everything is there; contained: nothing is usable, by any way in', async () => {
  gateway.behave({ status: 500 })
  await one(bob).say(roomId, 'heard later')
  await vi.waitFor(async () => expect(await count('SELECT count(*)::int AS n FROM push_due WHERE user_id = $1')).toBeGreaterThan(0), { timeout: 10_000 })
  expect(Object.entries(await usable()).filter(([, n]) => n === 0)).toEqual([])

  // Bob is there, which she would be told of otherwise.
  const bobSince = (await one(bob).sync()).next_batch
  // What is under way: a sync that is held, and a download in the middle.
  const since = (await must(mallory.get(`${C3}/sync`))).next_batch
  const held = mallory.get(`${C3}/sync?since=${since}&timeout=100000`)
  const size = 35_000_000
  const download = await beginDownload(await upload(mallory, randomBytes(size)))
  const told = gateway.told.length

  const contained = await must(one(sam).post(`${DESK}/accounts/${encodeURIComponent(mallory.userId)}/contain`, REASON))
  expect(contained).toMatchObject({
    state: 'contained',
    effects: { tokens: 5, devices: 2, pushers: 1, wakes: 1, uploads: 1, 'delayed events': 1 },
  })
  expect(refusal(await held)).toEqual([401, 'M_USER_LOCKED'])
  expect(await download()).toBeLessThan(size)

  expect(Object.entries(await usable()).filter(([, n]) => n !== 0)).toEqual([])
  for (const token of tokens.access) {
    const answer = await whoami(chappe.url, token)
    expect([...refusal(answer), answer.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
    expect(answer.body.error).not.toMatch(/contain|stolen|security/i)
    expect(answer.body.error).toMatch(/help desk/)
  }
  const refresh = await request(chappe.url, 'POST', `${C3}/refresh`, { body: { refresh_token: tokens.refresh } })
  expect([...refusal(refresh), refresh.body.soft_logout]).toEqual([401, 'M_USER_LOCKED', true])
  const byToken = await request(chappe.url, 'POST', `${C3}/login`, { body: { type: 'm.login.token', token: tokens.login } })
  expect(refusal(byToken)).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await request(chappe.url, 'GET', `/_matrix/federation/v1/openid/userinfo?access_token=${tokens.openId}`))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect(refusal(await logIn(chappe.url, 'mallory'))).toEqual([401, 'M_USER_LOCKED'])
  const change = await request(chappe.url, 'POST', PASSWORDS, { body: { auth: { session: uiaSession }, new_password: 'another password' } })
  expect(change.status).toBe(401)
  const again = await request(chappe.url, 'POST', `${C3}/register`, { body: { username: 'mallory', password: 'a password', auth: { type: 'm.login.dummy' } } })
  expect(refusal(again)).toEqual([400, 'M_USER_IN_USE'])
  const raw = await mallory.request('PUT', `/_matrix/media/v3/upload/${pathOf(pendingFile)}`, { raw: 'late' })
  expect(refusal(raw)).toEqual([401, 'M_USER_LOCKED'])

  // Peers hear that her devices are gone, and what they send to them is kept for nobody; no push leaves.
  expect((await one(bob).sync({ since: bobSince })).device_lists.changed).toContain(mallory.userId)
  await must(one(bob).put(`${C3}/sendToDevice/m.room.encrypted/x1`, { messages: { [mallory.userId]: { '*': { key: 'k' } } } }))
  expect(await count('SELECT count(*)::int AS n FROM to_device_message JOIN device USING (device_nid) JOIN account USING (user_nid) WHERE user_id = $1')).toBe(0)
  gateway.behave({})
  await one(bob).say(roomId, 'is anybody there?')
  chappe.clock.advance(3_600_000)
  await new Promise((done) => setTimeout(done, 500))
  expect(gateway.told.length).toBe(told)

  // A second click confirms the first.
  const repeated = await must(one(sam).post(`${DESK}/accounts/${encodeURIComponent(mallory.userId)}/contain`, REASON))
  expect(repeated).toMatchObject({ containment_id: contained.containment_id, effects: {} })
})

test('the case has what there was of her at that instant', async () => {
  const { cases } = await must(one(sam).get(`${DESK}/cases`))
  const found = await must(one(sam).get(`${DESK}/cases/${cases.at(-1).case_id}`))
  expect(found).toMatchObject({ title: `Containment of ${mallory.userId}`, opened_by: one(sam).userId, closed_at_ms: null })
  const [note] = found.notes
  expect(note).toMatchObject({ written_by: one(sam).userId, kind: 'containment', body: REASON.reason })
  expect(note.containment).toMatchObject({ user_id: mallory.userId, state_before: 'active', released_at_ms: null })
  const { snapshot } = note.containment
  expect(snapshot.memberships).toContainEqual({ room_id: roomId, membership: 'join', position: expect.any(Number) })
  expect(snapshot.devices.map((each: Json) => [each.device_id, each.access_tokens, each.has_refresh_token])).toEqual([
    [mallory.deviceId, 1, false],
    ['PHONE', 1, true],
    ['DRY', 0, false],
  ])
  expect(snapshot.ledger_head).toBeGreaterThan(0)
})

test('released by two, she enrols by a link; no token, key, secret, device or password of before is good', async () => {
  const ask = await must(one(sam).post(`${DESK}/accounts/${encodeURIComponent(mallory.userId)}/release`, { reason: 'the phone was found' }))
  const done = await must(one(sue).post(`${DESK}/requests/${ask.request_id}/approve`, { reason: 'seen it' }))
  const secret = new URL(String(done.enrolment_url)).searchParams.get('token') ?? ''
  for (const token of tokens.access) expect(refusal(await whoami(chappe.url, token))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect(refusal(await request(chappe.url, 'POST', `${C3}/refresh`, { body: { refresh_token: tokens.refresh } }))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect(refusal(await logIn(chappe.url, 'mallory'))).toEqual([403, 'M_FORBIDDEN'])
  const { accounts } = chappe.server.homeserver.ports
  expect(await accounts.links.find(secret)).toMatchObject({ userId: mallory.userId, purpose: 'release' })
  // Whoever enrols stores what they sign in with in the same transaction: here nothing, as passkeys do later.
  await accounts.links.use(secret, async () => undefined)
  await expect(accounts.links.use(secret, async () => undefined)).rejects.toMatchObject({ code: 'M_FORBIDDEN' })
  const ada = await madeAdmin()
  await must(ada.post(`/_synapse/admin/v1/reset_password/${mallory.userId}`, { new_password: 'a new password' }))
  const back = createPerson(() => chappe.url, (await logIn(chappe.url, 'mallory', { password: 'a new password' })).body)
  expect((await must(back.get(`${C3}/devices`))).devices.map((each: Json) => each.device_id)).toEqual([back.deviceId])
  expect(refusal(await back.get(`${C3}/room_keys/version`))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await back.get(`${C3}/room_keys/keys?version=${backupVersion}`))).toEqual([404, 'M_NOT_FOUND'])
  expect(refusal(await back.get(DRY))).toEqual([404, 'M_NOT_FOUND'])
  for (const type of ['m.secret_storage.default_key', 'm.secret_storage.key.abc', 'm.cross_signing.master', 'm.megolm_backup.v1']) {
    expect([type, ...refusal(await back.get(`${C3}/user/${back.userId}/account_data/${type}`))]).toEqual([type, 404, 'M_NOT_FOUND'])
  }
  expect((await must(back.get(`${C3}/user/${back.userId}/account_data/m.direct`))).key).toBe('abc')
  const left = Object.entries(await usable()).filter(([, n]) => n !== 0)
  expect(left).toEqual([['access tokens', 1], ['directory', 1], ['invitations', 1]])
  // The room she was in is hers again: memberships are no way in.
  expect((await must(back.get(`${C3}/joined_rooms`))).joined_rooms).toContain(roomId)
})

async function madeAdmin(): Promise<Person> {
  const ada = await chappe.person('ada')
  await chappe.database.query("UPDATE account SET is_admin = true WHERE user_id = '@ada:chappe.test'")
  await chappe.server.homeserver.ports.accounts.setRoles(ada.userId, [], async () => undefined)
  return ada
}
