// Rooms and spaces seen from outside: who may look, what they see, and in which order.
import { buildServer } from '@chappe/server'
import type { Json, Person } from '@chappe/testkit'
import { request, serverOfThisFile, startTestServer } from '@chappe/testkit'
import { describe, expect, test } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { haveTouched } from './_ministry.ts'

const chappe = await serverOfThisFile(buildServer)
const { alice, bob, eve } = await chappe.people('alice', 'bob', 'eve')

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
const summaryPath = (id: string) => `/_matrix/client/v1/room_summary/${encodeURIComponent(id)}`
const hierarchyPath = (id: string, query = '') => `/_matrix/client/v1/rooms/${encodeURIComponent(id)}/hierarchy?${query}`
const state = (type: string, content: object) => [{ type, content }]
const NOT_FOUND = [404, 'M_NOT_FOUND']
const FORBIDDEN = [403, 'M_FORBIDDEN']

describe('room summaries', () => {
  test('Bob sees what an open room is, by id and alias, on the old paths too, and where he stands in it', async () => {
    const roomId = await alice.createRoom({
      name: 'Lunch',
      topic: 'soup',
      preset: 'public_chat',
      room_alias_name: 'lunch',
      creation_content: { type: 'm.space' },
      initial_state: [
        { type: 'm.room.avatar', content: { url: 'mxc://chappe.test/soup' } },
        { type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } },
      ],
    })
    const expected = {
      room_id: roomId,
      name: 'Lunch',
      topic: 'soup',
      canonical_alias: '#lunch:chappe.test',
      avatar_url: 'mxc://chappe.test/soup',
      num_joined_members: 1,
      join_rule: 'public',
      world_readable: false,
      guest_can_join: false,
      room_type: 'm.space',
      room_version: '12',
      encryption: 'm.megolm.v1.aes-sha2',
    }
    expect((await bob.get(`${summaryPath(roomId)}?via=chappe.test`)).body).toEqual({ ...expected, membership: 'leave' })
    expect((await alice.get(summaryPath('#lunch:chappe.test'))).body).toEqual({ ...expected, membership: 'join' })
    const id = encodeURIComponent(roomId)
    for (const path of [`summary/${id}`, `rooms/${id}/summary`]) {
      expect((await bob.get(`/_matrix/client/unstable/im.nheko.summary/${path}`)).body).toEqual({ ...expected, membership: 'leave' })
    }
    const nobody = await request(chappe.url, 'GET', summaryPath(roomId))
    expect([nobody.status, nobody.body]).toEqual([200, expected])
  })

  test('a private room is not there for strangers, nor for who was put out, until they are invited', async () => {
    const roomId = await alice.createRoom({ name: 'Secret' })
    for (const id of [roomId, '!nowhere:chappe.test', '#nowhere:chappe.test']) {
      expect(refusal(await bob.get(summaryPath(id)))).toEqual(NOT_FOUND)
      expect(refusal(await request(chappe.url, 'GET', summaryPath(id)))).toEqual(NOT_FOUND)
    }
    await alice.invite(roomId, bob.userId)
    expect((await bob.get(summaryPath(roomId))).body).toMatchObject({ name: 'Secret', join_rule: 'invite', membership: 'invite' })
    await bob.join(roomId)
    await alice.post(`${room(roomId)}/ban`, { user_id: bob.userId })
    expect(refusal(await bob.get(summaryPath(roomId)))).toEqual(NOT_FOUND)
  })

  test('a room is shown to those who could ask to be let in, and a restricted one to those it lets in', async () => {
    const knockable = await alice.createRoom({ initial_state: state('m.room.join_rules', { join_rule: 'knock' }) })
    expect((await bob.get(summaryPath(knockable))).body).toMatchObject({ join_rule: 'knock' })
    const space = await alice.createRoom({ preset: 'public_chat' })
    const allow = [{ type: 'm.room_membership', room_id: space }]
    const restricted = await alice.createRoom({ initial_state: state('m.room.join_rules', { join_rule: 'restricted', allow }) })
    expect(refusal(await bob.get(summaryPath(restricted)))).toEqual(NOT_FOUND)
    await bob.join(space)
    expect((await bob.get(summaryPath(restricted))).body).toMatchObject({ join_rule: 'restricted', allowed_room_ids: [space] })
    expect(refusal(await request(chappe.url, 'GET', summaryPath(restricted)))).toEqual(NOT_FOUND)
    // Version 6 knows no knocking: nobody can get in by it, and so nobody sees in.
    const old = await alice.createRoom({ room_version: '6', initial_state: state('m.room.join_rules', { join_rule: 'knock' }) })
    expect(refusal(await bob.get(summaryPath(old)))).toEqual(NOT_FOUND)
  })

  test('a world-readable room is shown to everybody', async () => {
    const readable = state('m.room.history_visibility', { history_visibility: 'world_readable' })
    const roomId = await alice.createRoom({ initial_state: readable })
    expect((await request(chappe.url, 'GET', summaryPath(roomId))).body).toMatchObject({ world_readable: true, join_rule: 'invite' })
  })

  test('on a government server nobody looks who is not signed in, and the ledger has who does', async () => {
    const ministry = await startTestServer(buildServer, { profile: 'government' })
    try {
      const agent = await madeByOperator(ministry, 'agent')
      await haveTouched(ministry, agent)
      const roomId = await agent.createRoom({ preset: 'public_chat', name: 'Forum' })
      expect(refusal(await request(ministry.url, 'GET', summaryPath(roomId)))).toEqual([401, 'M_MISSING_TOKEN'])
      expect((await agent.get(summaryPath(roomId))).status).toBe(200)
    } finally {
      await ministry[Symbol.asyncDispose]()
    }
  })
})

/** A space of Alice's; `child` puts rooms into it. */
async function spaceOf(options: object = {}): Promise<{ spaceId: string; child(roomId: string, content?: object): Promise<void> }> {
  const spaceId = await alice.createRoom({ preset: 'public_chat', creation_content: { type: 'm.space' }, ...options })
  return {
    spaceId,
    async child(roomId, content = {}) {
      await alice.setState(spaceId, 'm.space.child', roomId, { via: ['chappe.test'], ...content })
      chappe.clock.advance(1)
    },
  }
}

async function walk(person: Person, spaceId: string, query: Record<string, string> = {}): Promise<Json[]> {
  const rooms: Json[] = []
  let from: string | undefined
  do {
    const search = new URLSearchParams({ ...query, ...(from === undefined ? {} : { from }) })
    const answer = await person.get(hierarchyPath(spaceId, search.toString()))
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    rooms.push(...answer.body.rooms)
    from = answer.body.next_batch
  } while (from !== undefined)
  return rooms
}

const ids = (rooms: Json[]): string[] => rooms.map((each) => each.room_id)
const publicRoom = (options: object = {}) => alice.createRoom({ preset: 'public_chat', ...options })

describe('spaces', () => {
  test('a space is walked depth first, its children in their order, each room once', async () => {
    const inner = await spaceOf()
    const outer = await spaceOf()
    const [late, early, ordered, deep] = [await publicRoom(), await publicRoom(), await publicRoom(), await publicRoom()]
    await inner.child(deep)
    await inner.child(outer.spaceId)
    await outer.child(early, { order: 'not\u0001valid' })
    await outer.child(inner.spaceId, { order: 'b' })
    await outer.child(ordered, { order: 'a' })
    await outer.child(late)
    await outer.child(deep, { order: 'x'.repeat(51) })
    await outer.child('!unknown:elsewhere.test')
    const rooms = await walk(bob, outer.spaceId)
    expect(ids(rooms)).toEqual([outer.spaceId, ordered, inner.spaceId, deep, early, late])
    expect(rooms[0].children_state.map((event: Json) => event.state_key)).toEqual([
      ordered,
      inner.spaceId,
      early,
      late,
      deep,
      '!unknown:elsewhere.test',
    ])
    expect(rooms[0].children_state[0]).toEqual({
      type: 'm.space.child',
      state_key: ordered,
      sender: alice.userId,
      content: { via: ['chappe.test'], order: 'a' },
      origin_server_ts: expect.any(Number),
    })
    expect(rooms[1]).toMatchObject({ join_rule: 'public', num_joined_members: 1, room_version: '12', children_state: [] })
    // Page by page it is the same walk, also over a restart.
    for (const limit of ['1', '2', '4']) expect(ids(await walk(bob, outer.spaceId, { limit }))).toEqual(ids(rooms))
    const first = (await bob.get(hierarchyPath(outer.spaceId, 'limit=2'))).body
    await chappe.restart()
    const second = (await bob.get(hierarchyPath(outer.spaceId, `limit=2&from=${first.next_batch}`))).body
    expect(ids(second.rooms)).toEqual([inner.spaceId, deep])
    expect(ids(await walk(bob, outer.spaceId, { max_depth: '0' }))).toEqual([outer.spaceId])
    expect(ids(await walk(bob, outer.spaceId, { max_depth: '1' }))).toEqual([outer.spaceId, ordered, inner.spaceId, early, late, deep])
  })

  test('only suggested rooms, where asked; and rooms taken out are out', async () => {
    const { spaceId, child } = await spaceOf()
    const [suggested, other, gone] = [await publicRoom(), await publicRoom(), await publicRoom()]
    await child(suggested, { suggested: true })
    await child(other, { suggested: 'yes' })
    await child(gone)
    await alice.setState(spaceId, 'm.space.child', gone, {})
    const rooms = await walk(bob, spaceId, { suggested_only: 'true' })
    expect(ids(rooms)).toEqual([spaceId, suggested])
    expect(rooms[0].children_state).toHaveLength(1)
    expect(ids(await walk(bob, spaceId))).toEqual([spaceId, suggested, other])
  })

  test('a room that is no space has no children, whatever its state says', async () => {
    const roomId = await publicRoom()
    await alice.setState(roomId, 'm.space.child', await publicRoom(), { via: ['chappe.test'] })
    const rooms = await walk(bob, roomId)
    expect([ids(rooms), rooms[0].children_state]).toEqual([[roomId], []])
  })

  test('Bob sees of the rooms in it those he is in, invited to, could join or knock at, or may read, and no others', async () => {
    const { spaceId, child } = await spaceOf()
    const make = async (options: object): Promise<string> => {
      const roomId = await alice.createRoom(options)
      await child(roomId)
      return roomId
    }
    const rules = (content: object) => ({ initial_state: state('m.room.join_rules', content) })
    const allow = [{ type: 'm.room_membership', room_id: spaceId }]
    const open = await make({ preset: 'public_chat' })
    const hidden = await make({})
    const invited = await make({})
    const joined = await make({})
    const knock = await make(rules({ join_rule: 'knock' }))
    const restricted = await make(rules({ join_rule: 'restricted', allow }))
    const readable = await make({ initial_state: state('m.room.history_visibility', { history_visibility: 'world_readable' }) })
    const banned = await make({ preset: 'public_chat' })
    for (const roomId of [invited, joined]) await alice.invite(roomId, bob.userId)
    await bob.join(joined)
    await alice.post(`${room(banned)}/ban`, { user_id: bob.userId })
    expect(ids(await walk(bob, spaceId))).toEqual([spaceId, open, invited, joined, knock, readable])
    await bob.join(spaceId)
    expect(ids(await walk(bob, spaceId))).toEqual([spaceId, open, invited, joined, knock, restricted, readable])
    expect(ids(await walk(alice, spaceId))).toContain(hidden)
    await chappe.restart()
    expect(ids(await walk(bob, spaceId))).toEqual([spaceId, open, invited, joined, knock, restricted, readable])
  })

  test('a space that is not for these eyes, or is none, is refused alike; so are tokens of another walk', async () => {
    const { spaceId, child } = await spaceOf({ preset: 'private_chat' })
    await child(await publicRoom())
    expect(refusal(await eve.get(hierarchyPath(spaceId)))).toEqual(FORBIDDEN)
    expect(refusal(await eve.get(hierarchyPath('!nowhere:chappe.test')))).toEqual(FORBIDDEN)
    const { next_batch: next } = (await alice.get(hierarchyPath(spaceId, 'limit=1'))).body
    for (const query of [`from=${next}&suggested_only=true`, `from=${next}&max_depth=1`, 'from=x', 'from=h99999999', 'limit=0', 'max_depth=-1']) {
      expect([query, ...refusal(await alice.get(hierarchyPath(spaceId, query)))]).toEqual([query, 400, 'M_INVALID_PARAM'])
    }
  })
})
