// Sliding sync: filters, extensions, and the dialect that was merged.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { bodiesOf, leave, listOf, membersOf, setAccountData, slider, somebody as person } from './_sliding.ts'

const MERGED = '/_matrix/client/v4/sync'

const chappe = await serverOfThisFile(buildServer)
const somebody = (name: string): Promise<Person> => person(chappe, name)

test('filters choose rooms', async () => {
  const [alice, bob] = [await somebody('alice'), await somebody('bob')]
  const plain = await alice.createRoom({ name: 'Plain talk' })
  const dm = await alice.createRoom({ initial_state: [{ type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } }] })
  const space = await alice.createRoom({ creation_content: { type: 'm.space' } })
  const invitation = await bob.createRoom()
  await bob.invite(invitation, alice.userId)
  await alice.setState(space, 'm.space.child', plain, { via: ['chappe.test'] })
  await alice.setState(space, 'm.space.child', dm, {})
  await setAccountData(alice, 'm.direct', { [bob.userId]: [dm] })
  await alice.put(`/_matrix/client/v3/user/${encodeURIComponent(alice.userId)}/rooms/${encodeURIComponent(plain)}/tags/m.favourite`, {})
  const found = async (filters: object): Promise<string[]> => Object.keys((await slider(alice, listOf(9, { filters })).on()).rooms).toSorted()
  expect(await found({ is_dm: true })).toEqual([dm])
  expect(await found({ is_dm: false, is_invite: false })).toEqual([plain, space].toSorted())
  expect(await found({ is_encrypted: true })).toEqual([dm])
  expect(await found({ is_invite: true })).toEqual([invitation])
  expect(await found({ room_types: ['m.space'] })).toEqual([space])
  expect(await found({ not_room_types: [null] })).toEqual([space])
  expect(await found({ spaces: [space] })).toEqual([plain])
  expect(await found({ tags: ['m.favourite'] })).toEqual([plain])
  expect(await found({ not_tags: ['m.favourite'], is_invite: false })).toEqual([dm, space].toSorted())
  expect(await found({ room_name_like: 'PLAIN' })).toEqual([plain])
  const sync = slider(alice, listOf(9, { filters: { is_dm: true } }))
  expect((await sync.on()).rooms[dm].is_dm).toBe(true)
  await setAccountData(alice, 'm.direct', { [bob.userId]: [dm, plain] })
  const { lists, rooms } = await sync.on()
  expect([lists.all.count, Object.keys(rooms)]).toEqual([2, [plain]])
})

test('a list counts anew when a room comes to pass its filter', async () => {
  const alice = await somebody('alice')
  const roomId = await alice.createRoom()
  const sync = slider(alice, listOf(9, { filters: { is_encrypted: true } }))
  expect((await sync.on()).lists.all.count).toBe(0)
  await alice.setState(roomId, 'm.room.encryption', '', { algorithm: 'm.megolm.v1.aes-sha2' })
  const { lists, rooms } = await sync.on()
  expect([lists.all.count, Object.keys(rooms)]).toEqual([1, [roomId]])
})

describe('extensions', () => {
  const withExtensions = (extensions: object): Json => ({ ...listOf(9), extensions })

  test('messages to the device come in order, again until they are confirmed, and never twice after', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const send = (text: string) =>
      bob.put(`/_matrix/client/v3/sendToDevice/m.test/${text}`, { messages: { [alice.userId]: { [alice.deviceId]: { text } } } })
    const body = (since?: string): Json => withExtensions({ to_device: { enabled: true, limit: 2, ...(since === undefined ? {} : { since }) } })
    const texts = (answer: Json): string[] => answer.extensions.to_device.events.map((event: Json) => event.content.text)
    for (const text of ['a', 'b', 'c']) await send(text)
    const sync = slider(alice, body())
    const first = await sync.on()
    expect(texts(first)).toEqual(['a', 'b'])
    expect(texts(await sync.on())).toEqual(['a', 'b'])
    const second = await sync.on(body(first.extensions.to_device.next_batch), { timeout: 20_000 })
    expect(texts(second)).toEqual(['c'])
    await chappe.restart()
    const later = slider(alice, body(second.extensions.to_device.next_batch))
    expect(texts(await later.on())).toEqual([])
    const held = later.on(undefined, { timeout: 20_000 })
    await send('d')
    expect(texts(await held)).toEqual(['d'])
  })

  test('keys are counted in every answer, and comings and goings in encrypted rooms are told without any list', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ preset: 'public_chat', initial_state: [{ type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } }] })
    const sync = slider(alice, { conn_id: 'encryption', extensions: { e2ee: { enabled: true } } })
    const counts = { device_one_time_keys_count: { signed_curve25519: 0 }, device_unused_fallback_key_types: [] }
    expect((await sync.on()).extensions).toEqual({ e2ee: counts })
    const held = sync.on(undefined, { timeout: 20_000 })
    await bob.join(roomId)
    expect((await held).extensions).toEqual({ e2ee: { ...counts, device_lists: { changed: [bob.userId], left: [] } } })
    await leave(bob, roomId)
    expect((await sync.on()).extensions.e2ee.device_lists).toEqual({ changed: [], left: [bob.userId] })
    expect((await sync.on()).extensions).toEqual({ e2ee: counts })
  })

  test('account data, receipts and typing come with the room, then as they change', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ preset: 'public_chat' })
    await bob.join(roomId)
    const eventId = await alice.say(roomId, 'read me')
    const at = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
    await bob.post(`${at}/receipt/m.read/${encodeURIComponent(eventId)}`)
    await bob.put(`${at}/typing/${encodeURIComponent(bob.userId)}`, { typing: true, timeout: 60_000 })
    await setAccountData(alice, 'org.example', { a: 1 })
    const on = { enabled: true }
    const sync = slider(alice, withExtensions({ account_data: on, receipts: on, typing: on }))
    const first = (await sync.on()).extensions
    expect(first.account_data.global).toContainEqual({ type: 'org.example', content: { a: 1 } })
    expect(Object.keys(first.receipts.rooms[roomId].content[eventId]['m.read'])).toEqual([bob.userId])
    expect(first.typing.rooms[roomId]).toEqual({ type: 'm.typing', content: { user_ids: [bob.userId] } })
    expect((await sync.on()).extensions).toEqual({})
    await alice.put(`/_matrix/client/v3/user/${encodeURIComponent(alice.userId)}/rooms/${encodeURIComponent(roomId)}/tags/u.work`, {})
    expect((await sync.on()).extensions).toEqual({ account_data: { global: [], rooms: { [roomId]: [{ type: 'm.tag', content: { tags: { 'u.work': {} } } }] } } })
    const held = sync.on(undefined, { timeout: 20_000 })
    await bob.put(`${at}/typing/${encodeURIComponent(bob.userId)}`, { typing: false })
    expect((await held).extensions).toEqual({ typing: { rooms: { [roomId]: { type: 'm.typing', content: { user_ids: [] } } } } })
    const last = await bob.say(roomId, 'and this')
    await sync.on()
    await alice.post(`${at}/receipt/m.read/${encodeURIComponent(last)}`)
    const read = await sync.on()
    expect(Object.keys(read.extensions.receipts.rooms[roomId].content[last]['m.read'])).toEqual([alice.userId])
    expect(read.rooms[roomId]).toEqual({ notification_count: 0, highlight_count: 0 })
  })

  test('an extension that is switched on later tells everything once', async () => {
    const alice = await somebody('alice')
    await setAccountData(alice, 'org.example', { a: 1 })
    const sync = slider(alice, withExtensions({}))
    await sync.on()
    const { extensions } = await sync.on(withExtensions({ account_data: { enabled: true } }))
    expect(extensions.account_data.global).toContainEqual({ type: 'org.example', content: { a: 1 } })
    expect((await sync.on()).extensions).toEqual({})
  })
})

describe('the dialect that was merged', () => {
  const ask = (person: Person, body: Json): Promise<HttpAnswer> => request(chappe.url, 'POST', MERGED, { token: person.token, body })
  const list = (required: object, more: object = {}): Json => ({ lists: { all: { range: [0, 9], timeline_limit: 5, required_state: required, ...more } } })

  test('says membership and lists, takes its parameters in the body, and counts no notifications', async () => {
    const [alice, bob] = [await somebody('alice'), await somebody('bob')]
    const roomId = await alice.createRoom({ name: 'New ways', preset: 'public_chat' })
    await bob.join(roomId)
    const body = list({ include: [{}], exclude: [{ type: 'm.room.create', state_key: '' }], lazy_members: true })
    const first = await ask(alice, body)
    const room = first.body.rooms[roomId]
    expect(room).toMatchObject({ membership: 'join', lists: ['all'], initial: true, name: 'New ways' })
    expect(Object.keys(room)).not.toContain('notification_count')
    const types = room.required_state.map((event: Json) => event.type)
    expect(types).toContain('m.room.power_levels')
    expect(types).not.toContain('m.room.create')
    const held = ask(alice, { ...body, pos: first.body.pos, timeout: 20_000 })
    await bob.say(roomId, 'heard')
    expect(bodiesOf((await held).body.rooms[roomId])).toEqual(['heard'])
    await bob.invite(await bob.createRoom({ name: 'Come' }), alice.userId)
    const invited = await ask(alice, list({}, { filters: { is_invited: true } }))
    expect(Object.values<Json>(invited.body.rooms)[0]).toMatchObject({ membership: 'invite', stripped_state: expect.any(Array) })
  })

  test('one state key for every type, a list without a range, and an expanded timeline', async () => {
    const alice = await somebody('alice')
    const roomId = await alice.createRoom()
    const body = (limit: number): Json => ({ lists: { all: { timeline_limit: limit, required_state: { include: [{ state_key: alice.userId }] } } } })
    const first = await ask(alice, body(1))
    expect(membersOf(first.body.rooms[roomId])).toEqual([alice.userId])
    expect(first.body.rooms[roomId].required_state).toHaveLength(1)
    const more = await ask(alice, { ...body(3), pos: first.body.pos })
    expect(more.body.rooms[roomId]).toMatchObject({ expanded_timeline: true, timeline: { length: 3 } })
  })

  test('what is beyond a bound is refused', async () => {
    const alice = await somebody('alice')
    const config = { timeline_limit: 1, required_state: {} }
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`l${index}`, config]))
    for (const body of [{ lists: many }, { room_subscriptions: many }, { set_presence: 'dancing' }]) {
      const { status, body: error } = await ask(alice, body)
      expect([status, error.errcode]).toEqual([400, 'M_INVALID_PARAM'])
    }
    expect((await ask(alice, { set_presence: 'offline' })).status).toBe(200)
    expect((await ask(alice, { pos: 'made-up' })).body.errcode).toBe('M_UNKNOWN_POS')
  })
})
