// Upgrading rooms: what goes over into the new room, what becomes of the old one, and who may do it.
import { buildServer } from '@chappe/server'
import type { HttpAnswer, Json, Person } from '@chappe/testkit'
import { serverOfThisFile, startTestServer } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { haveTouched } from './_ministry.ts'
import { refuseInserts } from './_database-faults.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, carol, eve } = await chappe.people('alice', 'bob', 'carol', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`

function tryUpgrade(person: Person, roomId: string, body: object): Promise<HttpAnswer> {
  return person.post(`${room(roomId)}/upgrade`, body)
}

async function upgrade(person: Person, roomId: string, version: string, more: object = {}): Promise<string> {
  const answer = await tryUpgrade(person, roomId, { new_version: version, ...more })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.replacement_room
}

async function stateOf(person: Person, roomId: string, type: string, key = ''): Promise<Json> {
  const answer = await person.get(`${room(roomId)}/state/${type}/${encodeURIComponent(key)}`)
  return answer.status === 200 ? answer.body : undefined
}

const avatar = { url: 'mxc://chappe.test/soup' }
const acl = { allow: ['*'], deny: ['evil.test'], allow_ip_literals: false }

test('a room of version 10 with everything in it becomes one of version 12', async () => {
  const old = await alice.createRoom({
    room_version: '10',
    name: 'Lunch',
    topic: 'soup',
    room_alias_name: 'lunch',
    preset: 'public_chat',
    visibility: 'public',
    creation_content: { type: 'm.space', 'm.federate': false },
    power_level_content_override: { users: { [alice.userId]: 100, [bob.userId]: 50 }, events: { 'm.room.topic': 10 } },
    initial_state: [
      { type: 'm.room.avatar', content: avatar },
      { type: 'm.room.server_acl', content: acl },
      { type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } },
      { type: 'm.room.history_visibility', content: { history_visibility: 'invited' } },
      { type: 'm.room.guest_access', content: { guest_access: 'can_join' } },
      { type: 'm.space.child', state_key: '!child:chappe.test', content: { via: ['chappe.test'], order: 'a' } },
      { type: 'm.space.child', state_key: '!gone:chappe.test', content: {} },
      { type: 'm.space.parent', state_key: '!parent:chappe.test', content: { via: ['chappe.test'], canonical: true } },
      { type: 'org.example.widget', content: { kept: false } },
    ],
  })
  await bob.join(old)
  await alice.post(`${room(old)}/ban`, { user_id: eve.userId, reason: 'noise' })
  expect((await alice.put(`/_matrix/client/v3/directory/room/${encodeURIComponent('#midday:chappe.test')}`, { room_id: old })).status).toBe(200)
  await alice.setState(old, 'm.room.canonical_alias', '', { alias: '#lunch:chappe.test', alt_aliases: ['#midday:chappe.test'] })
  const last = await alice.say(old, 'the last word')

  const next = await upgrade(alice, old, '12')
  expect(next).toMatch(/^![A-Za-z0-9_-]{43}$/)
  const create = await stateOf(alice, next, 'm.room.create')
  expect(create).toEqual({
    room_version: '12',
    type: 'm.space',
    'm.federate': false,
    predecessor: { room_id: old, event_id: last },
  })
  expect(await stateOf(alice, next, 'm.room.name')).toEqual({ name: 'Lunch' })
  expect(await stateOf(alice, next, 'm.room.topic')).toMatchObject({ topic: 'soup' })
  expect(await stateOf(alice, next, 'm.room.avatar')).toEqual(avatar)
  expect(await stateOf(alice, next, 'm.room.server_acl')).toEqual(acl)
  expect(await stateOf(alice, next, 'm.room.encryption')).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
  expect(await stateOf(alice, next, 'm.room.history_visibility')).toEqual({ history_visibility: 'invited' })
  expect(await stateOf(alice, next, 'm.room.guest_access')).toEqual({ guest_access: 'can_join' })
  expect(await stateOf(alice, next, 'm.room.join_rules')).toEqual({ join_rule: 'public' })
  expect(await stateOf(alice, next, 'm.room.member', eve.userId)).toEqual({ membership: 'ban', reason: 'noise' })
  expect(await stateOf(alice, next, 'm.space.child', '!child:chappe.test')).toEqual({ via: ['chappe.test'], order: 'a' })
  expect(await stateOf(alice, next, 'm.space.child', '!gone:chappe.test')).toBeUndefined()
  expect(await stateOf(alice, next, 'm.space.parent', '!parent:chappe.test')).toEqual({ via: ['chappe.test'], canonical: true })
  expect(await stateOf(alice, next, 'org.example.widget')).toBeUndefined()
  expect(await stateOf(alice, next, 'm.room.canonical_alias')).toEqual({
    alias: '#lunch:chappe.test',
    alt_aliases: ['#midday:chappe.test'],
  })
  // Who creates a room of version 12 stands above the levels and is not named; closing it takes more than other state.
  const levels = await stateOf(alice, next, 'm.room.power_levels')
  expect([levels.users, levels.events['m.room.tombstone'], levels.events['m.room.topic']]).toEqual([{ [bob.userId]: 50 }, 150, 10])

  expect(await stateOf(alice, old, 'm.room.tombstone')).toEqual({ body: 'This room has been replaced', replacement_room: next })
  expect(await stateOf(alice, old, 'm.room.canonical_alias')).toEqual({})
  expect(await stateOf(alice, old, 'm.room.power_levels')).toMatchObject({ events_default: 50, invite: 50 })
  expect(refusal(await carol.post(`${room(old)}/join`)).at(0)).toBe(200)
  expect(refusal(await carol.put(`${room(old)}/send/m.room.message/1`, { body: 'anybody here?' }))).toEqual([403, 'M_FORBIDDEN'])

  for (const alias of ['#lunch:chappe.test', '#midday:chappe.test']) {
    expect((await bob.get(`/_matrix/client/v3/directory/room/${encodeURIComponent(alias)}`)).body.room_id).toBe(next)
  }
  const listed = (await bob.get('/_matrix/client/v3/publicRooms')).body.chunk.map((each: Json) => each.room_id)
  expect([listed.includes(next), listed.includes(old)]).toEqual([true, false])
  await bob.join('#lunch:chappe.test')
  expect(refusal(await eve.post(`${room(next)}/join`))).toEqual([403, 'M_FORBIDDEN'])
})

test('tags, push rules and direct talks go over for each member who comes along, the upgrader among them', async () => {
  const old = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(old)
  for (const each of [alice, bob]) {
    await each.put(`/_matrix/client/v3/user/${each.userId}/rooms/${encodeURIComponent(old)}/tags/m.favourite`, { order: 0.5 })
    await each.put(`/_matrix/client/v3/pushrules/global/room/${encodeURIComponent(old)}`, { actions: [] })
    await each.put(`/_matrix/client/v3/user/${each.userId}/account_data/m.direct`, { '@x:chappe.test': [old], '@y:chappe.test': ['!z:chappe.test'] })
  }
  const next = await upgrade(alice, old, '12')
  await bob.join(next)
  await carol.join(next)
  for (const each of [alice, bob]) {
    const mine = (path: string) => each.get(`/_matrix/client/v3/user/${each.userId}/${path}`)
    expect((await mine(`rooms/${encodeURIComponent(next)}/tags`)).body).toEqual({ tags: { 'm.favourite': { order: 0.5 } } })
    expect((await mine('account_data/m.direct')).body).toEqual({ '@x:chappe.test': [old, next], '@y:chappe.test': ['!z:chappe.test'] })
    const rule = await each.get(`/_matrix/client/v3/pushrules/global/room/${encodeURIComponent(next)}`)
    expect([rule.status, rule.body.actions]).toEqual([200, []])
  }
  expect((await carol.get(`/_matrix/client/v3/user/${carol.userId}/rooms/${encodeURIComponent(next)}/tags`)).body).toEqual({ tags: {} })
})

test('a muted room is muted in its next form too', async () => {
  const old = await alice.createRoom({})
  const rule = { actions: ['dont_notify'], conditions: [{ kind: 'event_match', key: 'room_id', pattern: old }] }
  expect((await alice.put(`/_matrix/client/v3/pushrules/global/override/${encodeURIComponent(old)}`, rule)).status).toBe(200)
  const next = await upgrade(alice, old, '11')
  const copy = await alice.get(`/_matrix/client/v3/pushrules/global/override/${encodeURIComponent(next)}`)
  expect(copy.body).toMatchObject({ conditions: [{ kind: 'event_match', key: 'room_id', pattern: next }] })
})

test('a room that only claims to replace another takes nothing of it', async () => {
  const old = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(old)
  await bob.put(`/_matrix/client/v3/user/${bob.userId}/rooms/${encodeURIComponent(old)}/tags/m.favourite`, {})
  const claim = await eve.createRoom({ preset: 'public_chat', creation_content: { predecessor: { room_id: old, event_id: '$x' } } })
  await bob.join(claim)
  expect((await bob.get(`/_matrix/client/v3/user/${bob.userId}/rooms/${encodeURIComponent(claim)}/tags`)).body).toEqual({ tags: {} })
})

test('a restricted room that lets its own members in means itself, and older versions get a rule they know', async () => {
  const space = await alice.createRoom({ preset: 'public_chat', creation_content: { type: 'm.space' } })
  const old = await alice.createRoom({ room_version: '10' })
  const allow = [old, space].map((roomId) => ({ type: 'm.room_membership', room_id: roomId }))
  await alice.setState(old, 'm.room.join_rules', '', { join_rule: 'knock_restricted', allow })
  const ruleAfter = async (version: string) => {
    const next = await upgrade(alice, old, version)
    const rules = await stateOf(alice, next, 'm.room.join_rules')
    return { next, rules }
  }
  const twelve = await ruleAfter('12')
  expect(twelve.rules).toEqual({
    join_rule: 'knock_restricted',
    allow: [twelve.next, space].map((roomId) => ({ type: 'm.room_membership', room_id: roomId })),
  })
  expect((await ruleAfter('9')).rules).toMatchObject({ join_rule: 'restricted', allow: [{}, { room_id: space }] })
  expect((await ruleAfter('7')).rules).toEqual({ join_rule: 'invite' })
})

test('from version 12 back to 11 the creators keep the power they had, by name', async () => {
  const old = await alice.createRoom({ preset: 'trusted_private_chat', invite: [bob.userId] })
  expect(await stateOf(alice, old, 'm.room.create')).toMatchObject({ additional_creators: [bob.userId] })
  const next = await upgrade(alice, old, '11')
  const levels = await stateOf(alice, next, 'm.room.power_levels')
  expect(levels.users).toEqual({ [alice.userId]: 150, [bob.userId]: 150 })
  expect(levels.events['m.room.tombstone']).toBe(150)
  await alice.setState(next, 'm.room.name', '', { name: 'still mine' })
})

test('power levels written as texts become integers where the new version wants those', async () => {
  const old = await alice.createRoom({
    room_version: '9',
    power_level_content_override: { users: { [alice.userId]: '100' }, kick: '70', ban: 'many' },
  })
  const levels = await stateOf(alice, await upgrade(alice, old, '10'), 'm.room.power_levels')
  expect([levels.users[alice.userId], levels.kick, levels.ban]).toEqual([100, 70, undefined])
})

test('the creators of the next room are those that are named, not those there were', async () => {
  const old = await alice.createRoom({ creation_content: { additional_creators: [bob.userId] } })
  const next = await upgrade(alice, old, '12', { additional_creators: [carol.userId, carol.userId, alice.userId] })
  expect(await stateOf(alice, next, 'm.room.create')).toMatchObject({ additional_creators: [carol.userId] })
  // Who stood above everybody and is no creator any more has the highest level by name.
  expect((await stateOf(alice, next, 'm.room.power_levels')).users).toEqual({ [bob.userId]: 150 })
  const none = await upgrade(alice, await alice.createRoom({}), '10', { additional_creators: [bob.userId] })
  expect(await stateOf(alice, none, 'm.room.create')).not.toHaveProperty('additional_creators')
})

test('a moderator of little power upgrades where the room lets them, and has no more power afterwards', async () => {
  const old = await alice.createRoom({
    room_version: '10',
    preset: 'public_chat',
    power_level_content_override: { users: { [alice.userId]: 100, [bob.userId]: 50 }, events: { 'm.room.tombstone': 50 } },
  })
  await bob.join(old)
  await alice.setState(old, 'm.room.name', '', { name: 'Ours' })
  const next = await upgrade(bob, old, '11')
  expect(await stateOf(bob, next, 'm.room.name')).toEqual({ name: 'Ours' })
  expect((await stateOf(bob, next, 'm.room.power_levels')).users).toEqual({ [alice.userId]: 100, [bob.userId]: 50 })
  // He could close the room, but not lower what everybody may do in it.
  expect(await stateOf(bob, old, 'm.room.tombstone')).toMatchObject({ replacement_room: next })
})

test('the same upgrade sent twice at once is one', async () => {
  const old = await alice.createRoom({})
  const [first, second] = await Promise.all([upgrade(alice, old, '11'), upgrade(alice, old, '11')])
  expect(second).toBe(first)
})

test('who may not close the room, and what is no version, is refused, and nothing is made', async () => {
  const old = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(old)
  const before = await chappe.database.query('SELECT count(*)::int AS n FROM room')
  expect(refusal(await tryUpgrade(bob, old, { new_version: '12' }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await tryUpgrade(eve, old, { new_version: '12' }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await tryUpgrade(alice, '!nowhere:chappe.test', { new_version: '12' }))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await tryUpgrade(alice, old, { new_version: '13' }))).toEqual([400, 'M_UNSUPPORTED_ROOM_VERSION'])
  expect(refusal(await tryUpgrade(alice, old, {}))).toEqual([400, 'M_MISSING_PARAM'])
  const bad = { new_version: '12', additional_creators: ['carol'] }
  expect(refusal(await tryUpgrade(alice, old, bad))).toEqual([400, 'M_INVALID_PARAM'])
  expect(await chappe.database.query('SELECT count(*)::int AS n FROM room')).toEqual(before)
})

test('on a government server a private room is encrypted in its next form, whatever it was before', async () => {
  const ministry = await startTestServer(buildServer, { profile: 'government' })
  try {
    const agent = await madeByOperator(ministry, 'agent')
    await haveTouched(ministry, agent)
    const old = await agent.createRoom({ preset: 'public_chat', name: 'Open' })
    await agent.setState(old, 'm.room.join_rules', '', { join_rule: 'invite' })
    const next = await upgrade(agent, old, '12')
    expect(await stateOf(agent, next, 'm.room.encryption')).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
  } finally {
    await ministry[Symbol.asyncDispose]()
  }
})

describe('an upgrade that is cut short', () => {
  const count = async (table: string) => Number((await chappe.database.query(`SELECT count(*)::int AS n FROM ${table}`))[0]?.['n'])

  const fullRoom = (name: string) => alice.createRoom({ preset: 'public_chat', visibility: 'public', name, room_alias_name: name })
  /** Fails in the commit of one event, as when the database stops there. */
  async function cutAt(old: string, type: string): Promise<void> {
    const when = `NEW.type = '${type}' AND NEW.room_nid = ${await nidOf(old)}`
    await using _fault = await refuseInserts(chappe.database, 'event', { sqlstate: '53100', when })
    expect((await tryUpgrade(alice, old, { new_version: '12' })).status).toBe(503)
  }
  /** Once the server stores again. */
  async function upgradeAgain(old: string, version: string): Promise<string> {
    for (;;) {
      const answer = await tryUpgrade(alice, old, { new_version: version })
      if (answer.status === 503) continue
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body.replacement_room
    }
  }
  const nidOf = async (roomId: string) => (await chappe.database.query('SELECT room_nid FROM room WHERE room_id = $1', [roomId]))[0]?.['room_nid']

  for (const type of ['m.room.tombstone', 'm.room.canonical_alias', 'm.room.power_levels']) {
    for (const restart of [false, true]) {
      test(`before ${type}${restart ? ', and the server starts anew' : ''}: sent again it is finished, with no third room`, async () => {
        const name = `${type.slice('m.room.'.length)}-${restart}`
        const old = await fullRoom(name)
        const before = await count('room')
        await cutAt(old, type)
        if (restart) await chappe.restart()
        const next = await upgradeAgain(old, '12')
        expect(await count('room')).toBe(before + 1)
        expect(await stateOf(alice, old, 'm.room.tombstone')).toMatchObject({ replacement_room: next })
        expect(await stateOf(alice, next, 'm.room.create')).toMatchObject({ predecessor: { room_id: old } })
        expect((await alice.get(`/_matrix/client/v3/directory/room/%23${name}:chappe.test`)).body.room_id).toBe(next)
        const visibility = async (roomId: string) => (await alice.get(`/_matrix/client/v3/directory/list/room/${encodeURIComponent(roomId)}`)).body.visibility
        expect([await visibility(old), await visibility(next)]).toEqual(['private', 'public'])
        expect(await stateOf(alice, old, 'm.room.canonical_alias')).toEqual({})
        expect(await stateOf(alice, old, 'm.room.power_levels')).toMatchObject({ events_default: 50, invite: 50 })
        expect(await count(`room_upgrade WHERE room_nid = ${await nidOf(old)}`)).toBe(0)
      })
    }
  }

  test('before the new room is durable: nothing of it is left, and sent again it makes one', async () => {
    const old = await fullRoom('unborn')
    const before = await count('room')
    const isNew = `NEW.type = 'm.room.create'`
    {
      await using _fault = await refuseInserts(chappe.database, 'event', { sqlstate: '53100', when: isNew })
      expect((await tryUpgrade(alice, old, { new_version: '12' })).status).toBe(503)
    }
    expect(await stateOf(alice, old, 'm.room.tombstone')).toBeUndefined()
    const next = await upgradeAgain(old, '12')
    expect(await stateOf(alice, old, 'm.room.tombstone')).toMatchObject({ replacement_room: next })
    await expect.poll(() => count('room')).toBe(before + 1)
  })

  test('another version asked for after the crash is another upgrade', async () => {
    const old = await fullRoom('another')
    await cutAt(old, 'm.room.tombstone')
    const next = await upgradeAgain(old, '11')
    expect(await stateOf(alice, next, 'm.room.create')).toMatchObject({ room_version: '11' })
    expect(await stateOf(alice, old, 'm.room.tombstone')).toMatchObject({ replacement_room: next })
  })
})
