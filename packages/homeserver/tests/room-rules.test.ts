// Rooms of the government profile: what is refused, whichever way it comes, and what people are told then.
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { deviceByHand, madeByOperator } from './_accounts.ts'
import { DAY, forumOptions, memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let ministry: TestServer<Server>
let alice: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  ministry = await startMinistry()
  alice = await memberOf(ministry, 'alice')
  bob = await memberOf(ministry, 'bob')
  eve = await memberOf(ministry, 'eve', { type: 'external' })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const create = (person: Person, options: object) => person.post('/_matrix/client/v3/createRoom', options)
const put = (person: Person, roomId: string, type: string, content: object) => person.put(`${room(roomId)}/state/${type}/`, content)
const says = (person: Person, roomId: string) => person.put(`${room(roomId)}/send/m.room.message/${Math.trunc(performance.now() * 1000)}`, { msgtype: 'm.text', body: 'soup?' })
const initially = (type: string, content: object) => ({ initial_state: [{ type, state_key: '', content }] })
const EXTERNALS = 'org.chappe.room.externals'

/** Status, code, the rule that refuses, and the words. */
function refused({ status, body }: HttpAnswer): [number, string, string, string] {
  return [status, body.errcode, body['org.chappe.rule'], body.error]
}
const CLEAR = [403, 'M_FORBIDDEN', 'unencrypted_message', 'This message is not encrypted, and here everything that is said has to be. Use an app that encrypts']
const byRule = (code: string) => [403, 'M_FORBIDDEN', code, expect.stringMatching(/^[A-Z].{20,}/)]
const countRooms = async () => (await ministry.database.query('SELECT count(*)::int AS n FROM room'))[0]?.['n']

describe('encryption', () => {
  test('a direct message, a private room and an open room are encrypted from the start, whatever a client asks for', async () => {
    const made = [
      await alice.createRoom({ preset: 'trusted_private_chat', is_direct: true, invite: [bob.userId] }),
      await alice.createRoom({ preset: 'private_chat' }),
      await alice.createRoom({ preset: 'public_chat' }),
      await alice.createRoom({ preset: 'private_chat', room_version: '10', creation_content: { type: 'm.space' } }),
    ]
    for (const roomId of made) {
      expect((await alice.get(`${room(roomId)}/state/m.room.encryption/`)).body).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
      expect(refused(await says(alice, roomId))).toEqual(CLEAR)
    }
  })

  test('nothing lowers it later: no other state, no redaction, no message in the clear, now or later', async () => {
    const roomId = await alice.createRoom({})
    for (const content of [{}, { algorithm: 'rot13' }, { algorithm: null }]) {
      expect(refused(await put(alice, roomId, 'm.room.encryption', content))).toEqual(byRule('encryption_algorithm'))
    }
    const state = (await alice.get(`${room(roomId)}/state`)).body as { type: string; event_id: string }[]
    const encryption = state.find((each) => each.type === 'm.room.encryption')?.event_id ?? ''
    expect(refused(await alice.put(`${room(roomId)}/redact/${encodeURIComponent(encryption)}/1`, {}))).toEqual(byRule('encryption_lowered'))
    const later = await alice.put(`${room(roomId)}/send/m.room.message/later?org.matrix.msc4140.delay=1000`, { msgtype: 'm.text', body: 'x' })
    expect(later.status).toBe(200)
    ministry.clock.advance(5000)
    await expect.poll(async () => {
      const ended = (await alice.get('/_matrix/client/unstable/org.matrix.msc4140/delayed_events?status=finalised')).body
      return JSON.stringify(ended)
    }, { timeout: 20_000 }).toContain('unencrypted_message')
    const sync = await alice.sync()
    expect(sync.rooms.join[roomId].timeline.events.map((each: { type: string }) => each.type)).not.toContain('m.room.message')
  })

  test('an upgrade keeps it', async () => {
    const old = await alice.createRoom({ room_version: '10' })
    const { body } = await alice.post(`${room(old)}/upgrade`, { new_version: '12' })
    expect((await alice.get(`${room(body.replacement_room)}/state/m.room.encryption/`)).body).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
  })

  test('the server itself speaks to people as it can', async () => {
    const olga = await madeByOperator(ministry, 'olga', { admin: true })
    const sent = await olga.post('/_synapse/admin/v1/send_server_notice', { user_id: bob.userId, content: { msgtype: 'm.text', body: 'Maintenance' } })
    expect(sent.status).toBe(200)
  })
})

describe('reading without being in a room', () => {
  test.each([
    ['m.room.history_visibility', { history_visibility: 'world_readable' }, 'world_readable', 'World-readable history is not allowed here'],
    ['m.room.guest_access', { guest_access: 'can_join' }, 'guests', 'Guest access is not allowed here'],
  ])('%s is refused at creation and later', async (type, content, code, words) => {
    const before = await countRooms()
    expect(refused(await create(alice, initially(type, content)))).toEqual([403, 'M_FORBIDDEN', code, words])
    expect(await countRooms()).toBe(before)
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    expect(refused(await put(alice, roomId, type, content))).toEqual([403, 'M_FORBIDDEN', code, words])
  })
})

describe('externals', () => {
  const admitting = () => alice.createRoom(initially(EXTERNALS, { allowed: true }))

  test('are invited only where the room is open to them, which is for good', async () => {
    const before = await countRooms()
    expect(refused(await create(alice, { invite: [eve.userId] }))).toEqual(byRule('external_invited'))
    expect(await countRooms()).toBe(before)
    const roomId = await alice.createRoom({})
    const invite = () => alice.post(`${room(roomId)}/invite`, { user_id: eve.userId })
    expect(refused(await invite())).toEqual([
      403, 'M_FORBIDDEN', 'external_invited', 'That person is an external, and this room is not open to externals. An admin of the room can open it to them, for good',
    ])
    expect(refused(await alice.put(`${room(roomId)}/state/m.room.member/${encodeURIComponent(eve.userId)}`, { membership: 'invite' }))).toEqual(byRule('external_invited'))
    await alice.setState(roomId, EXTERNALS, '', { allowed: true })
    expect((await invite()).status).toBe(200)
    await eve.join(roomId)
    for (const content of [{ allowed: false }, {}, { allowed: 'yes' }]) {
      expect(refused(await put(alice, roomId, EXTERNALS, content))).toEqual(byRule('externals_switch'))
    }
    const state = (await alice.get(`${room(roomId)}/state`)).body as { type: string; event_id: string }[]
    const eventId = state.find((each) => each.type === EXTERNALS)?.event_id ?? ''
    expect(refused(await alice.put(`${room(roomId)}/redact/${encodeURIComponent(eventId)}/1`, {}))).toEqual(byRule('externals_switch'))
  })

  test('are not in open rooms, and a room with them does not open', async () => {
    expect(refused(await create(alice, { preset: 'public_chat', ...initially(EXTERNALS, { allowed: true }) }))).toEqual(byRule('externals_in_open_room'))
    const open = await alice.createRoom({ preset: 'public_chat' })
    expect(refused(await eve.post(`/_matrix/client/v3/join/${encodeURIComponent(open)}`, {}))).toEqual(byRule('external_joins'))
    expect(refused(await alice.post(`${room(open)}/invite`, { user_id: eve.userId }))).toEqual(byRule('externals_in_open_room'))
    const closed = await admitting()
    expect(refused(await put(alice, closed, 'm.room.join_rules', { join_rule: 'public' }))).toEqual(byRule('externals_in_open_room'))
  })

  test('neither knock nor come by another room', async () => {
    const space = await admitting()
    await alice.invite(space, eve.userId)
    await eve.join(space)
    const knocking = await alice.createRoom(initially('m.room.join_rules', { join_rule: 'knock' }))
    expect(refused(await eve.post(`/_matrix/client/v3/knock/${encodeURIComponent(knocking)}`, {}))).toEqual(byRule('external_knocks'))
    const rules = { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: space }] }
    const restricted = await alice.createRoom({ initial_state: [
      { type: 'm.room.join_rules', state_key: '', content: rules }, { type: EXTERNALS, state_key: '', content: { allowed: true } },
    ] })
    expect(refused(await eve.post(`/_matrix/client/v3/join/${encodeURIComponent(restricted)}`, {}))).toEqual(byRule('external_joins'))
  })

  test('create nothing, invite nobody, change nothing and never have power, by whatever way', async () => {
    expect(refused(await create(eve, {})).slice(0, 2)).toEqual([403, 'M_FORBIDDEN'])
    for (const version of ['10', '12']) {
      expect(refused(await create(alice, { room_version: version, preset: 'trusted_private_chat', invite: [eve.userId], ...initially(EXTERNALS, { allowed: true }) }))).toEqual(byRule('external_power'))
    }
    const roomId = await alice.createRoom({ ...initially(EXTERNALS, { allowed: true }), power_level_content_override: { users: { [bob.userId]: -1 }, state_default: 0, redact: 0, kick: 0 } })
    for (const person of [eve, bob]) {
      await alice.invite(roomId, person.userId)
      await person.join(roomId)
    }
    const said = await alice.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' })
    for (const answer of [
      await eve.post(`${room(roomId)}/invite`, { user_id: '@carol:chappe.test' }),
      await put(eve, roomId, 'm.room.topic', { topic: 'mine' }),
      await eve.post(`${room(roomId)}/kick`, { user_id: bob.userId }),
      await eve.put(`${room(roomId)}/redact/${encodeURIComponent(said)}/1`, {}),
    ]) expect(refused(answer)).toEqual(byRule('external_acts'))
    const levels = (await alice.get(`${room(roomId)}/state/m.room.power_levels/`)).body
    expect(refused(await put(alice, roomId, 'm.room.power_levels', { ...levels, users: { ...levels.users, [eve.userId]: 1 } }))).toEqual(byRule('external_power'))
    expect(refused(await put(alice, roomId, 'm.room.power_levels', { ...levels, users_default: 50 }))).toEqual(byRule('external_power'))
    expect(refused(await alice.post(`${room(roomId)}/upgrade`, { new_version: '12', additional_creators: [eve.userId] }))).toEqual(byRule('external_power'))
    // What they are there for.
    await eve.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'y' })
    expect((await eve.put(`/_matrix/client/v3/profile/${encodeURIComponent(eve.userId)}/displayname`, { displayname: 'Eve (partner)' })).status).toBe(403)
    expect((await eve.post(`${room(roomId)}/leave`, {})).status).toBe(200)
  })

  test('the switch goes over with an upgrade', async () => {
    const old = await admitting()
    const { body } = await alice.post(`${room(old)}/upgrade`, { new_version: '12' })
    expect((await alice.get(`${room(body.replacement_room)}/state/${EXTERNALS}/`)).body).toEqual({ allowed: true })
  })

  test('who becomes one is treated as one', async () => {
    const roomId = await alice.createRoom({ preset: 'private_chat' })
    const dora = await memberOf(ministry, 'dora')
    await alice.invite(roomId, dora.userId)
    await ministry.database.query(`UPDATE account SET account_type = 'external' WHERE user_id = $1`, [dora.userId])
    ministry.server.homeserver.ports.accountChanged(dora.userId)
    expect(refused(await dora.post(`/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {}))).toEqual(byRule('external_joins'))
  })
})

describe('a forum', () => {
  test('says whose it is, who answers for it, what for and until when; then people speak openly in it', async () => {
    const roomId = await alice.createRoom(forumOptions(ministry, [alice, bob]))
    await bob.join(roomId)
    await bob.say(roomId, 'How many days do we have?')
    expect((await alice.get(`${room(roomId)}/state/m.room.encryption/`)).status).toBe(404)
    expect(refused(await put(alice, roomId, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' }))).toEqual(byRule('encrypted_forum'))
    expect(refused(await put(alice, roomId, 'm.room.join_rules', { join_rule: 'invite' }))).toEqual(byRule('encryption_missing'))
    const { body: next } = await alice.post(`${room(roomId)}/upgrade`, { new_version: '12', additional_creators: [bob.userId] })
    expect((await alice.get(`${room(next.replacement_room)}/state/org.chappe.room.forum/`)).body.purpose).toBe('Questions about leave')
  })

  test.each([
    ['forum_owners', { owners: [] }],
    ['forum_purpose', { purpose: '' }],
    ['forum_review', { review_at_ms: 0 }],
    ['forum_organisation', { organisation: 'finance' }],
    ['forum_declaration', { owners: 'alice' }],
  ])('is refused without: %s', async (code, change) => {
    const before = await countRooms()
    expect(refused(await create(alice, forumOptions(ministry, [alice, bob], change)))).toEqual(byRule(code))
    expect(await countRooms()).toBe(before)
  })

  test('is closed to new posts when its review is overdue by thirty days, and opens with a new date', async () => {
    const roomId = await alice.createRoom(forumOptions(ministry, [alice, bob]))
    ministry.clock.advance(119 * DAY)
    alice = await again('alice')
    bob = await again('bob')
    await alice.say(roomId, 'still open')
    ministry.clock.advance(2 * DAY)
    expect(refused(await says(alice, roomId))).toEqual(byRule('forum_closed'))
    const { body: declaration } = await alice.get(`${room(roomId)}/state/org.chappe.room.forum/`)
    await alice.setState(roomId, 'org.chappe.room.forum', '', { ...declaration, review_at_ms: ministry.clock.now() + 60 * DAY })
    await alice.say(roomId, 'open again')
  })
})

/** The same person, signed in once more after a long time. */
async function again(name: string): Promise<Person> {
  return deviceByHand(ministry, `@${name}:chappe.test`)
}
