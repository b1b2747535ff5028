// Creating rooms: presets, the order of the first events, what overrides what, and what is refused.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { serverOfThisFile, startTestServer } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob } = await chappe.people('alice', 'bob')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const create = (person: Person, body: object) => person.post('/_matrix/client/v3/createRoom', body)

async function eventsOf(roomId: string): Promise<Json[]> {
  return (await alice.get(`${room(roomId)}/messages?dir=f&limit=100`)).body.chunk
}

async function contents(roomId: string): Promise<Record<string, Json>> {
  return Object.fromEntries((await eventsOf(roomId)).map((event) => [event.type, event.content]))
}

test.each([
  ['private_chat', { preset: 'private_chat' }, 'invite', 'can_join'],
  ['trusted_private_chat', { preset: 'trusted_private_chat' }, 'invite', 'can_join'],
  ['public_chat', { preset: 'public_chat' }, 'public', 'forbidden'],
  ['nothing but public visibility', { visibility: 'public' }, 'public', 'forbidden'],
  ['nothing at all', {}, 'invite', 'can_join'],
])('%s sets the join rule, history and guest access', async (_, options, joinRule, guestAccess) => {
  const state = await contents(await alice.createRoom(options))
  expect(state['m.room.join_rules']).toEqual({ join_rule: joinRule })
  expect(state['m.room.history_visibility']).toEqual({ history_visibility: 'shared' })
  expect(state['m.room.guest_access']).toEqual({ guest_access: guestAccess })
})

test('the first events come in the order of the specification', async () => {
  const roomId = await alice.createRoom({
    name: 'Lunch',
    topic: 'soup',
    room_alias_name: 'ordered',
    invite: [bob.userId],
    is_direct: true,
    initial_state: [
      { type: 'org.example.one', content: {} },
      { type: 'm.room.name', content: { name: 'overwritten' } },
      { type: 'm.room.join_rules', content: { join_rule: 'knock' } },
      { type: 'org.example.two', state_key: 'key', content: {} },
    ],
  })
  const events = await eventsOf(roomId)
  expect(events.map((event) => event.type)).toEqual([
    'm.room.create',
    'm.room.member',
    'm.room.power_levels',
    'm.room.canonical_alias',
    'm.room.history_visibility',
    'm.room.guest_access',
    'org.example.one',
    'm.room.join_rules',
    'org.example.two',
    'm.room.name',
    'm.room.topic',
    'm.room.member',
  ])
  expect(events.at(-1)).toMatchObject({ state_key: bob.userId, content: { membership: 'invite', is_direct: true } })
  expect(events.find((event) => event.type === 'm.room.topic')?.content).toEqual({
    topic: 'soup',
    'm.topic': { 'm.text': [{ body: 'soup' }] },
  })
})

test('in a trusted talk of an older version everybody invited has the power of its creator', async () => {
  const roomId = await alice.createRoom({ room_version: '11', preset: 'trusted_private_chat', invite: [bob.userId] })
  expect((await contents(roomId))['m.room.power_levels'].users).toEqual({ [alice.userId]: 100, [bob.userId]: 100 })
})

test('levels that are given replace those of the same name, and those alone', async () => {
  const override = { users: { [alice.userId]: 100, [bob.userId]: 60 }, invite: 40, events: { 'org.example': 10 } }
  const roomId = await alice.createRoom({ room_version: '11', power_level_content_override: override })
  const levels = (await contents(roomId))['m.room.power_levels']
  expect(levels).toMatchObject({ ...override, ban: 50, state_default: 50 })
  expect(levels.events).toEqual({ 'org.example': 10 })
})

test('the server decides on the version and, where there is one, the creator', async () => {
  const content = { creator: bob.userId, room_version: '3', 'm.federate': false, 'org.example': [1] }
  const ten = await alice.createRoom({ room_version: '10', creation_content: content })
  expect((await contents(ten))['m.room.create']).toEqual({ ...content, creator: alice.userId, room_version: '10' })
  const eleven = await alice.createRoom({ room_version: '11', creation_content: content })
  expect((await contents(eleven))['m.room.create']).toEqual({ 'm.federate': false, 'org.example': [1], room_version: '11' })
})

test('what the first events cannot be is refused, and leaves nothing behind', async () => {
  await alice.createRoom({ room_alias_name: 'somebodys' })
  const before = await chappe.database.query('SELECT count(*)::int AS n FROM room')
  const refused = async (options: object) => refusal(await create(alice, options))
  // Too little power for the name that is to be set.
  const weak = { room_version: '11', name: 'Lunch', power_level_content_override: { users: { [alice.userId]: 0 } } }
  expect(await refused(weak)).toEqual([400, 'M_INVALID_ROOM_STATE'])
  expect(await refused({ initial_state: [{ type: 'm.room.create', content: {} }] })).toEqual([400, 'M_INVALID_ROOM_STATE'])
  expect(await refused({ room_version: '13' })).toEqual([400, 'M_UNSUPPORTED_ROOM_VERSION'])
  expect(await refused({ room_alias_name: 'somebodys' })).toEqual([400, 'M_ROOM_IN_USE'])
  expect(await refused({ invite: ['bob'] })).toEqual([400, 'M_INVALID_PARAM'])
  expect(await refused({ preset: 'loud_chat' })).toEqual([400, 'M_BAD_JSON'])
  const claimed = [{ type: 'm.room.canonical_alias', content: { alias: '#somebodys:chappe.test' } }]
  expect(await refused({ initial_state: claimed })).toEqual([400, 'M_BAD_ALIAS'])
  const byAddress = [{ id_server: 'id.test', id_access_token: 'x', medium: 'email', address: 'dave@example.org' }]
  expect(await refused({ invite_3pid: byAddress })).toEqual([403, 'M_THREEPID_DENIED'])
  expect(await chappe.database.query('SELECT count(*)::int AS n FROM room')).toEqual(before)
  expect((await create(alice, { invite_3pid: [] })).status).toBe(200)
})

test('a private room of the government profile cannot be made without encryption, nor with one that is none', async () => {
  const ministry = await startTestServer(buildServer, { profile: 'government' })
  try {
    const agent = await madeByOperator(ministry, 'agent')
    const none = [{ type: 'm.room.encryption', content: {} }]
    expect(refusal(await create(agent, { initial_state: none }))).toEqual([403, 'M_FORBIDDEN'])
    const roomId = await agent.createRoom({})
    const encryption = await agent.get(`${room(roomId)}/state/m.room.encryption`)
    expect(encryption.body).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
    expect(refusal(await agent.put(`${room(roomId)}/state/m.room.encryption`, {}))).toEqual([403, 'M_FORBIDDEN'])
  } finally {
    await ministry[Symbol.asyncDispose]()
  }
})
