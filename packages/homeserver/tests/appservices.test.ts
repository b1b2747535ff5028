// A bridge and a server: ghosts, rooms, messages both ways, and a restart in between.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { request, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, whoami } from './_accounts.ts'
import type { Bridge } from './_bridge.ts'
import { startBridge } from './_bridge.ts'
import { deviceKeys, oneTimeKeys, readsOf } from './_keys.ts'

let bridge: Bridge
let chappe: TestServer<Server>
let alice: Person
beforeAll(async () => {
  bridge = await startBridge()
  chappe = await startTestServer(buildServer, { appservices: [bridge.file] })
  alice = await chappe.person('alice')
})
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await bridge[Symbol.asyncDispose]()
})

const C3 = '/_matrix/client/v3'
const BOT = '@ircbot:chappe.test'
const ghostOf = (name: string) => `@irc_${name}:chappe.test`
const room = (roomId: string) => `${C3}/rooms/${encodeURIComponent(roomId)}`

const as: Bridge['as'] extends (url: string, ...rest: infer R) => infer A ? (...rest: R) => A : never = (...rest) => bridge.as(chappe.url, ...rest)
const register = (username: string, more: object = {}) =>
  as('POST', `${C3}/register`, { body: { type: 'm.login.application_service', username, inhibit_login: true, ...more } })
const ghost = async (name: string): Promise<string> => {
  const made = await register(`irc_${name}`)
  expect([made.status, made.body.user_id]).toEqual([200, ghostOf(name)])
  return ghostOf(name)
}
const say = (user: string, roomId: string, text: string, query: Record<string, string> = {}) =>
  as('PUT', `${room(roomId)}/send/m.room.message/${text.replaceAll(' ', '')}`, { user, body: { msgtype: 'm.text', body: text }, query })
const heard = (roomId: string): string[] =>
  bridge.events().flatMap((event) => (event.room_id === roomId && event.type === 'm.room.message' ? [event.content.body] : []))

test('the bot is there, and the bridge may call itself to be called', async () => {
  expect((await as('GET', `${C3}/account/whoami`)).body).toEqual({ user_id: BOT, is_guest: false })
  const path = '/_matrix/client/v1/appservice/irc/ping'
  bridge.answer = (called) => ({ status: called === '/_matrix/app/v1/ping' ? 200 : 404, body: {} })
  expect((await as('POST', path, { body: { transaction_id: 't1' } })).body).toEqual({ duration_ms: expect.any(Number) })
  bridge.answer = () => ({ status: 418, body: { errcode: 'M_TEAPOT' } })
  const bad = await as('POST', path)
  expect([...refusal(bad), bad.body.status]).toEqual([502, 'M_BAD_STATUS', 418])
  expect(refusal(await as('POST', '/_matrix/client/v1/appservice/other/ping'))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await alice.post(path))).toEqual([403, 'M_FORBIDDEN'])
})

test('the bridge makes ghosts in its namespace, and nobody else does', async () => {
  expect((await register('irc_one')).body).toEqual({ user_id: ghostOf('one'), home_server: 'chappe.test' })
  expect(refusal(await register('irc_one'))).toEqual([400, 'M_USER_IN_USE'])
  expect(refusal(await register('mallory'))).toEqual([400, 'M_EXCLUSIVE'])
  const plain = { username: 'irc_two', password: 'secret', auth: { type: 'm.login.dummy' } }
  expect(refusal(await request(chappe.url, 'POST', `${C3}/register`, { body: plain }))).toEqual([400, 'M_EXCLUSIVE'])
  expect(refusal(await request(chappe.url, 'GET', `${C3}/register/available?username=irc_two`))).toEqual([400, 'M_EXCLUSIVE'])
  const forged = { type: 'm.login.application_service', username: 'irc_two' }
  expect(refusal(await request(chappe.url, 'POST', `${C3}/register`, { body: forged, token: 'made_up' }))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect(refusal(await request(chappe.url, 'POST', `${C3}/register`, { body: forged }))).toEqual([401, 'M_MISSING_TOKEN'])
})

test('the bridge acts as its ghosts only, and not as who is contained', async () => {
  const user = await ghost('acted')
  expect((await as('GET', `${C3}/account/whoami`, { user })).body.user_id).toBe(user)
  expect(refusal(await as('GET', `${C3}/account/whoami`, { user: alice.userId }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await as('GET', `${C3}/account/whoami`, { user: ghostOf('unknown') }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await whoami(chappe.url, 'hs_bridge'))).toEqual([401, 'M_UNKNOWN_TOKEN'])
  expect((await whoami(chappe.url, alice.token)).body.user_id).toBe(alice.userId)
  await chappe.server.homeserver.ports.contain(user)
  expect(refusal(await as('GET', `${C3}/account/whoami`, { user }))).toEqual([401, 'M_USER_LOCKED'])
})

test('messages go both ways, through a restart and an outage, with nothing lost or doubled', async () => {
  const user = await ghost('both')
  const roomId = await alice.createRoom({ preset: 'private_chat', invite: [user] })
  expect((await as('POST', `${room(roomId)}/join`, { user })).status).toBe(200)
  await alice.say(roomId, 'one')
  expect((await say(user, roomId, 'two')).status).toBe(200)
  await expect.poll(() => heard(roomId)).toEqual(['one', 'two'])
  expect((await alice.sync()).rooms.join[roomId].timeline.events.at(-1)).toMatchObject({ sender: user, content: { body: 'two' } })
  bridge.status = 500
  await alice.say(roomId, 'three')
  await alice.say(roomId, 'four')
  await chappe.restart()
  await alice.say(roomId, 'five')
  await chappe.restart()
  expect(heard(roomId)).toEqual(['one', 'two'])
  bridge.status = 200
  await expect.poll(() => heard(roomId), { timeout: 10_000 }).toEqual(['one', 'two', 'three', 'four', 'five'])
  const ids = bridge.events().map((event) => event.event_id)
  expect(new Set(ids).size).toBe(ids.length)
  const members = bridge.events().filter((event) => event.room_id === roomId && event.type === 'm.room.member')
  expect(members.map((event) => [event.state_key, event.content.membership])).toEqual([[user, 'invite'], [user, 'join']])
})

test('a room that the bridge has nothing to do with stays its own, before and after a ghost was there', async () => {
  const user = await ghost('guest')
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await alice.say(roomId, 'before')
  expect((await as('POST', `${room(roomId)}/join`, { user })).status).toBe(200)
  await alice.say(roomId, 'while')
  expect((await as('POST', `${room(roomId)}/leave`, { user })).status).toBe(200)
  await alice.say(roomId, 'after')
  const other = await alice.createRoom({ preset: 'private_chat', invite: [BOT] })
  await expect.poll(() => bridge.events().some((event) => event.room_id === other)).toBe(true)
  expect(heard(roomId)).toEqual(['while'])
})

test('two ghosts may send the same transaction, and one ghost the same twice', async () => {
  const [one, two] = [await ghost('t1'), await ghost('t2')]
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  for (const user of [one, two]) expect((await as('POST', `${room(roomId)}/join`, { user })).status).toBe(200)
  const first = await say(one, roomId, 'hello')
  const again = await say(one, roomId, 'hello')
  const other = await say(two, roomId, 'hello')
  expect(again.body.event_id).toBe(first.body.event_id)
  expect(other.body.event_id).not.toBe(first.body.event_id)
})

test('the bridge says when something was said; others cannot', async () => {
  const user = await ghost('past')
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await as('POST', `${room(roomId)}/join`, { user })
  const { event_id: eventId } = (await say(user, roomId, 'long ago', { ts: '1000000' })).body
  expect((await alice.get(`${room(roomId)}/event/${encodeURIComponent(eventId)}`)).body.origin_server_ts).toBe(1_000_000)
  const own = await alice.put(`${room(roomId)}/send/m.room.message/ts1?ts=1000000`, { msgtype: 'm.text', body: 'now' })
  expect((await alice.get(`${room(roomId)}/event/${encodeURIComponent(own.body.event_id)}`)).body.origin_server_ts).not.toBe(1_000_000)
})

test('the bridge makes, uses and ends devices of its ghosts without a password', async () => {
  const user = await ghost('device')
  expect(refusal(await as('GET', `${C3}/account/whoami`, { user, query: { device_id: 'BRIDGE' } }))).toEqual([400, 'M_UNKNOWN_DEVICE'])
  for (const status of [201, 200]) {
    expect((await as('PUT', `${C3}/devices/BRIDGE`, { user, body: { display_name: 'Bridge' } })).status).toBe(status)
  }
  for (const name of ['device_id', 'org.matrix.msc3202.device_id']) {
    const { body } = await as('GET', `${C3}/account/whoami`, { user, query: { [name]: 'BRIDGE' } })
    expect(body).toMatchObject({ user_id: user, device_id: 'BRIDGE' })
  }
  const keys = { device_keys: deviceKeys({ ...alice, userId: user, deviceId: 'BRIDGE' }) }
  expect((await as('POST', `${C3}/keys/upload`, { user, body: keys, query: { device_id: 'BRIDGE' } })).status).toBe(200)
  expect(refusal(await as('POST', `${C3}/keys/upload`, { user, body: {} }))).toEqual([400, 'M_INVALID_PARAM'])
  const login = await as('POST', `${C3}/login`, { body: { type: 'm.login.application_service', identifier: { type: 'm.id.user', user } } })
  expect((await whoami(chappe.url, login.body.access_token)).body.user_id).toBe(user)
  const forAlice = { type: 'm.login.application_service', identifier: { type: 'm.id.user', user: 'alice' } }
  expect(refusal(await as('POST', `${C3}/login`, { body: forAlice }))).toEqual([400, 'M_EXCLUSIVE'])
  expect((await as('DELETE', `${C3}/devices/BRIDGE`, { user })).status).toBe(200)
  expect((await as('GET', `${C3}/devices`, { user })).body.devices.map((each: Json) => each.device_id)).toEqual([login.body.device_id])
  expect((await alice.put(`${C3}/devices/NEW`, { display_name: 'x' })).status).toBe(404)
})

test('unknown names of its namespace are asked of the bridge, which makes them', async () => {
  bridge.answer = async (path) => {
    if (path === `/_matrix/app/v1/users/${encodeURIComponent(ghostOf('asked'))}`) {
      await register('irc_asked')
      return { status: 200, body: {} }
    }
    if (path !== `/_matrix/app/v1/rooms/${encodeURIComponent('#irc_channel:chappe.test')}`) return { status: 404, body: {} }
    await as('POST', `${C3}/createRoom`, { body: { preset: 'public_chat', room_alias_name: 'irc_channel' } })
    return { status: 200, body: {} }
  }
  expect((await alice.get(`${C3}/profile/${encodeURIComponent(ghostOf('asked'))}`)).status).toBe(200)
  expect((await alice.get(`${C3}/profile/${encodeURIComponent(ghostOf('nobody'))}`)).status).toBe(404)
  await alice.join('#irc_channel:chappe.test')
  expect(refusal(await alice.get(`${C3}/directory/room/${encodeURIComponent('#irc_other:chappe.test')}`))).toEqual([404, 'M_NOT_FOUND'])
  const mine = await alice.createRoom({})
  expect(refusal(await alice.put(`${C3}/directory/room/${encodeURIComponent('#irc_mine:chappe.test')}`, { room_id: mine }))).toEqual([400, 'M_EXCLUSIVE'])
  expect(refusal(await alice.post(`${C3}/createRoom`, { room_alias_name: 'irc_mine' }))).toEqual([400, 'M_EXCLUSIVE'])
})

test('the networks that the bridge speaks to are described by it', async () => {
  const described = { user_fields: ['nick'], location_fields: ['channel'], icon: '', field_types: {} }
  const libera = { network_id: 'libera', desc: 'Libera', fields: { network: 'irc.libera.test' } }
  const protocol = { ...described, instances: [{ ...libera, instance_id: 'irc|libera' }] }
  bridge.answer = (path) => {
    if (path === '/_matrix/app/v1/thirdparty/protocol/irc') return { status: 200, body: { ...described, instances: [libera] } }
    if (path.startsWith('/_matrix/app/v1/thirdparty/user?userid=%40irc_bob')) return { status: 200, body: [{ userid: ghostOf('bob'), protocol: 'irc', fields: {} }] }
    if (path === '/_matrix/app/v1/thirdparty/user/irc?nick=bob') return { status: 200, body: [{ userid: ghostOf('bob'), protocol: 'irc', fields: {} }] }
    if (path.startsWith('/_matrix/app/v1/thirdparty/location?alias=')) return { status: 200, body: [{ alias: '#irc_x:chappe.test', protocol: 'irc', fields: {} }] }
    return { status: 404, body: {} }
  }
  expect((await alice.get(`${C3}/thirdparty/protocols`)).body).toEqual({ irc: protocol })
  expect((await alice.get(`${C3}/thirdparty/protocol/irc`)).body).toEqual(protocol)
  expect(refusal(await alice.get(`${C3}/thirdparty/protocol/xmpp`))).toEqual([404, 'M_NOT_FOUND'])
  expect((await alice.get(`${C3}/thirdparty/user/irc?nick=bob&access_token=x`)).body).toMatchObject([{ userid: ghostOf('bob') }])
  expect((await alice.get(`${C3}/thirdparty/location/irc?channel=none`)).body).toEqual([])
  expect((await alice.get(`${C3}/thirdparty/location?alias=%23irc_x:chappe.test`)).body).toHaveLength(1)
  expect((await alice.get(`${C3}/thirdparty/user?userid=${encodeURIComponent(ghostOf('bob'))}`)).body).toMatchObject([{ userid: ghostOf('bob') }])
  expect(refusal(await alice.get(`${C3}/thirdparty/user?userid=@nobody:chappe.test`))).toEqual([404, 'M_NOT_FOUND'])
  // What a bridge leaves out of its description is filled, and what no client could use left out.
  bridge.answer = () => ({ status: 200, body: { instances: [{ network_id: 'oftc' }, { desc: 'No network' }, 7] } })
  const instances = [{ network_id: 'oftc', desc: 'oftc', fields: {}, instance_id: 'irc|oftc' }]
  expect((await alice.get(`${C3}/thirdparty/protocols`)).body).toEqual({ irc: { user_fields: [], location_fields: [], icon: '', field_types: {}, instances } })
})

test('the bridge lists rooms of its network; others may not', async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  const path = `${C3}/directory/list/appservice/libera/${encodeURIComponent(roomId)}`
  const listed = async (who: object): Promise<boolean> => {
    const { chunk } = (await alice.post(`${C3}/publicRooms`, who)).body
    return chunk.some((each: Json) => each.room_id === roomId)
  }
  for (const visibility of ['public', 'public', 'private']) {
    expect((await as('PUT', path, { body: { visibility } })).status).toBe(200)
    const isPublic = visibility === 'public'
    expect(await listed({ third_party_instance_id: 'irc|libera' })).toBe(isPublic)
    expect(await listed({ include_all_networks: true })).toBe(isPublic)
    expect([await listed({}), await listed({ third_party_instance_id: 'irc|oftc' }), await listed({ third_party_instance_id: 'libera' })]).toEqual([false, false, false])
    await chappe.restart()
  }
  expect(refusal(await alice.put(path, { visibility: 'public' }))).toEqual([403, 'M_FORBIDDEN'])
  const nowhere = `${C3}/directory/list/appservice/libera/${encodeURIComponent('!nowhere:chappe.test')}`
  expect(refusal(await as('PUT', nowhere, { body: { visibility: 'public' } }))).toEqual([404, 'M_NOT_FOUND'])
})

test('the ledger has what left for the bridge, and for whom', async () => {
  const rows = await readsOf(chappe, 'appservice.transaction')
  expect(rows.length).toBeGreaterThan(0)
  expect(rows[0]).toMatchObject({ kind: 'events', subject: 'appservice:irc', device: 0 })
  expect(rows.every((row) => row.account > 0 && row.room > 0)).toBe(true)
})

test('a registration that is not valid keeps the server from starting, and says why', async () => {
  await using broken = await startBridge({ as_token: '' })
  await expect(startTestServer(buildServer, { appservices: [broken.file] })).rejects.toThrow('as_token: expected text')
})

test('a bridge that asks for it is told of receipts and typing, of messages to its devices and of keys', async () => {
  await using encrypting = await startBridge({ receive_ephemeral: true, 'org.matrix.msc3202': true })
  await using other = await startTestServer(buildServer, { appservices: [encrypting.file] })
  const bob = await other.person('bob')
  const user = ghostOf('crypt')
  const asGhost: typeof as = (...rest) => encrypting.as(other.url, ...rest)
  await asGhost('POST', `${C3}/register`, { body: { type: 'm.login.application_service', username: 'irc_crypt', inhibit_login: true } })
  await asGhost('PUT', `${C3}/devices/CRYPT`, { user })
  const keys = { device_keys: deviceKeys({ ...bob, userId: user, deviceId: 'CRYPT' }), one_time_keys: oneTimeKeys({ ...bob, userId: user, deviceId: 'CRYPT' }, ['A', 'B']) }
  expect((await asGhost('POST', `${C3}/keys/upload`, { user, body: keys, query: { device_id: 'CRYPT' } })).status).toBe(200)
  const roomId = await bob.createRoom({ preset: 'public_chat' })
  await asGhost('POST', `${room(roomId)}/join`, { user })
  const eventId = await bob.say(roomId, 'hello')
  const others = (name: string): Json[] => encrypting.transactions.flatMap((each) => each.body[name] ?? [])
  expect((await bob.post(`${room(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`)).status).toBe(200)
  await bob.put(`${room(roomId)}/typing/${bob.userId}`, { typing: true, timeout: 20_000 })
  await expect.poll(() => others('ephemeral')).toEqual(expect.arrayContaining([
    { type: 'm.receipt', room_id: roomId, content: { [eventId]: { 'm.read': { [bob.userId]: { ts: expect.any(Number) } } } } },
    { type: 'm.typing', room_id: roomId, content: { user_ids: [bob.userId] } },
  ]))
  encrypting.status = 503
  for (const n of [1, 2]) {
    await bob.put(`${C3}/sendToDevice/m.room.encrypted/n${n}`, { messages: { [user]: { CRYPT: { n } } } })
  }
  await other.restart()
  encrypting.status = 200
  const message = (n: number) => ({ type: 'm.room.encrypted', sender: bob.userId, to_user_id: user, to_device_id: 'CRYPT', content: { n } })
  await expect.poll(() => others('to_device'), { timeout: 10_000 }).toEqual([message(1), message(2)])
  expect(others('de.sorunome.msc2409.to_device')).toEqual(others('to_device'))
  const counts = encrypting.transactions.findLast((each) => each.body.to_device !== undefined)?.body['org.matrix.msc3202.device_one_time_keys_count']
  expect(counts).toEqual({ [user]: { CRYPT: { signed_curve25519: 2 } } })
  await bob.post(`${C3}/keys/upload`, { device_keys: deviceKeys(bob) })
  await expect.poll(() => others('org.matrix.msc3202.device_lists').flatMap((each) => each.changed)).toContain(bob.userId)
  await bob.sync()
  await expect.poll(() => others('ephemeral'), { timeout: 10_000 }).toContainEqual({ type: 'm.presence', sender: bob.userId, content: expect.objectContaining({ presence: 'online' }) })
})

test('a bridge that asks for it is told whose devices come near in encrypted rooms, and whose are gone, over a restart', async () => {
  await using encrypting = await startBridge({ 'org.matrix.msc3202': true })
  await using other = await startTestServer(buildServer, { appservices: [encrypting.file] })
  const [bob, carol, dan] = [await other.person('bob'), await other.person('carol'), await other.person('dan')]
  const user = ghostOf('crypt')
  const within = { timeout: 20_000 }
  const asGhost: typeof as = (...rest) => encrypting.as(other.url, ...rest)
  await asGhost('POST', `${C3}/register`, { body: { type: 'm.login.application_service', username: 'irc_crypt', inhibit_login: true } })
  const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }
  const secret = await bob.createRoom({ preset: 'public_chat', initial_state: [encryption] })
  const open = await bob.createRoom({ preset: 'public_chat' })
  // Without those that tell of devices that changed: these people have just made theirs.
  const moves = () => encrypting.transactions.filter(({ txnId }) => txnId.startsWith('d'))
  const lists = () => moves().map(({ body }): [string[], string[]] => [body.device_lists.changed, body.device_lists.left])
  for (const id of [open, secret]) expect((await asGhost('POST', `${room(id)}/join`, { user })).status).toBe(200)
  await expect.poll(lists, within).toEqual([[[bob.userId], []]])
  encrypting.status = 503
  await carol.join(open)
  await carol.join(secret)
  await dan.join(open)
  await dan.post(`${room(open)}/leave`)
  await other.restart()
  encrypting.status = 200
  const all = () => [lists().flatMap(([changed]) => changed), lists().flatMap(([, left]) => left)]
  await expect.poll(all, within).toEqual([[bob.userId, carol.userId], [dan.userId]])
  // She is still in the open one, and a new name is no coming.
  await carol.post(`${room(secret)}/leave`)
  await bob.put(`${C3}/profile/${bob.userId}/displayname`, { displayname: 'Robert' })
  await carol.post(`${room(open)}/leave`)
  await expect.poll(all, within).toEqual([[bob.userId, carol.userId], [dan.userId, carol.userId]])
  for (const id of [open, secret]) await asGhost('POST', `${room(id)}/leave`, { user })
  await expect.poll(all, within).toEqual([[bob.userId, carol.userId], [dan.userId, carol.userId, bob.userId]])
})
