// An open room for some organisations: others neither come in nor find it, and everybody in it sees for whom it is.
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { forumOptions, memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const AUDIENCE = 'org.chappe.room.audience'
const V3 = '/_matrix/client/v3'
let ministry: TestServer<Server>
/** Of the interior. */
let alice: Person
let bob: Person
/** Of finance, of defence, and from outside. */
let carol: Person
let dan: Person
let eve: Person
beforeAll(async () => {
  ministry = await startMinistry()
  alice = await memberOf(ministry, 'alice')
  bob = await memberOf(ministry, 'bob')
  carol = await memberOf(ministry, 'carol', { organisation: 'finance' })
  dan = await memberOf(ministry, 'dan', { organisation: 'defence' })
  eve = await memberOf(ministry, 'eve', { type: 'external' })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const pathOf = (roomId: string, rest: string): string => `${V3}/rooms/${encodeURIComponent(roomId)}/${rest}`
const meant = (...organisations: string[]) => ({ type: AUDIENCE, state_key: '', content: { organisations } })
const openRoom = (options: object = {}): Promise<string> => alice.createRoom({ preset: 'public_chat', visibility: 'public', name: 'Bridges', initial_state: [meant('interior', 'defence')], ...options })
const join = (who: Person, roomIdOrAlias: string): Promise<HttpAnswer> => who.post(`${V3}/join/${encodeURIComponent(roomIdOrAlias)}`, {})
const rule = ({ status, body }: HttpAnswer): unknown[] => [status, body.errcode, body['org.chappe.rule']]
const REFUSED = [403, 'M_FORBIDDEN', 'audience']
const listed = async (who: Person, term: string): Promise<unknown[]> => (await who.post(`${V3}/publicRooms`, { filter: { generic_search_term: term } })).body.chunk.map((each: Json) => each.room_id)

test('Alice opens a room for the interior and defence: Bob and Dan come in; Carol of finance does not, by whatever way', async () => {
  const roomId = await openRoom({ room_alias_name: 'bridges' })
  for (const who of [bob, dan]) expect((await join(who, roomId)).status).toBe(200)
  expect(rule(await join(carol, roomId))).toEqual(REFUSED)
  expect((await join(carol, '#bridges:chappe.test')).status).toBe(403)
  expect(rule(await carol.post(`${V3}/knock/${encodeURIComponent(roomId)}`, {}))[0]).toBe(403)
  expect(rule(await alice.post(pathOf(roomId, 'invite'), { user_id: carol.userId }))).toEqual(REFUSED)
  expect(rule(await carol.put(pathOf(roomId, `state/m.room.member/${carol.userId}`), { membership: 'join' }))[0]).toBe(403)
  const made = await alice.post(`${V3}/createRoom`, { preset: 'public_chat', name: 'Bridges', initial_state: [meant('interior')], invite: [carol.userId] })
  expect(rule(made)).toEqual(REFUSED)
  const { body } = await alice.post(pathOf(roomId, 'upgrade'), { new_version: '12' })
  expect(rule(await join(carol, body.replacement_room))).toEqual(REFUSED)
})

test('who it is not for does not find it: not in the directory, not by its alias, not as a summary, not in a space', async () => {
  const roomId = await openRoom({ name: 'Viaducts', room_alias_name: 'viaducts' })
  const space = await alice.createRoom({ preset: 'public_chat', name: 'Works', visibility: 'public', creation_content: { type: 'm.space' } })
  await alice.setState(space, 'm.space.child', roomId, { via: ['chappe.test'] })
  const shown = async (who: Person): Promise<unknown[]> => [
    await listed(who, 'viaduct'),
    (await who.get(`${V3}/directory/room/${encodeURIComponent('#viaducts:chappe.test')}`)).status,
    (await who.get(`/_matrix/client/v1/room_summary/${encodeURIComponent(roomId)}`)).status,
    (await who.get(`/_matrix/client/v1/rooms/${encodeURIComponent(space)}/hierarchy`)).body.rooms.map((each: Json) => each.room_id),
  ]
  for (const who of [alice, dan]) expect(await shown(who)).toEqual([[roomId], 200, 200, [space, roomId]])
  expect(await shown(carol)).toEqual([[], 404, 404, [space]])
})

test('a forum for one ministry is read by that one; the line above what is written says whose, and how many they are', async () => {
  const forum = forumOptions(ministry, [alice, bob]) as { initial_state: object[] }
  const roomId = await alice.createRoom({ ...forum, name: 'Leave', initial_state: [...forum.initial_state, meant('interior')] })
  const people = async (): Promise<Json> => (await alice.get(`/_chappe/client/v1/rooms/${encodeURIComponent(roomId)}/people`)).body
  expect(await people()).toMatchObject({ audience: 2, audience_of: [{ organisation_id: 'interior', name: 'interior' }] })
  expect(rule(await join(carol, roomId))).toEqual(REFUSED)
  // For all, and for two again; who came in meanwhile stays.
  await alice.setState(roomId, AUDIENCE, '', {})
  expect((await people()).audience_of).toBeUndefined()
  expect((await join(carol, roomId)).status).toBe(200)
  await alice.setState(roomId, AUDIENCE, '', { organisations: ['interior', 'defence'] })
  expect(await people()).toMatchObject({ audience: 3, organisations: expect.arrayContaining([expect.objectContaining({ organisation_id: 'finance' })]) })
  expect((await carol.put(pathOf(roomId, 'send/m.room.message/1'), { msgtype: 'm.text', body: 'still here' })).status).toBe(200)
  await carol.post(pathOf(roomId, 'leave'))
  expect(rule(await join(carol, roomId))).toEqual(REFUSED)
})

test('an account that changes its organisation changes what it finds', async () => {
  const roomId = await openRoom({ name: 'Tunnels' })
  const frank = await memberOf(ministry, 'frank', { organisation: 'finance' })
  expect([await listed(frank, 'tunnels'), rule(await join(frank, roomId))]).toEqual([[], REFUSED])
  await ministry.database.query(`UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = 'defence') WHERE user_id = $1`, [frank.userId])
  ministry.server.homeserver.ports.accountChanged(frank.userId)
  expect([await listed(frank, 'tunnels'), (await join(frank, roomId)).status]).toEqual([[roomId], 200])
})

test('whoever opens a room is told what organisations are called; externals are not', async () => {
  const path = '/_chappe/client/v1/organisations'
  expect((await alice.get(path)).body).toEqual({ organisations: ['defence', 'finance', 'interior'].map((id) => ({ organisation_id: id, name: id })) })
  expect((await eve.get(path)).body.errcode).toBe('M_FORBIDDEN')
})

test('what Carol could have read leaves out what was never open to her, and holds what was open to all for a while', async () => {
  const [never, always, once] = [await openRoom({ name: 'Never' }), await openRoom({ name: 'Always', initial_state: [] }), await openRoom({ name: 'Once' })]
  const { organisationNid, accountType } = await ministry.server.homeserver.ports.accounts.get(carol.userId)
  const reachable = async (fromMs: number, toMs: number): Promise<unknown[]> => {
    const { rooms } = await ministry.server.homeserver.ports.exposure.reachable({ userId: carol.userId, accountType, organisationNid, fromMs, toMs })
    const ids = await ministry.server.homeserver.ports.exposure.rooms(rooms.map(({ roomNid }) => roomNid))
    return ids.map(({ roomId }) => roomId).filter((roomId) => [never, always, once].includes(roomId))
  }
  const first = ministry.clock.now()
  expect(await reachable(first - 60_000, first)).toEqual([always])
  ministry.clock.advance(60_000)
  await alice.setState(once, AUDIENCE, '', {})
  ministry.clock.advance(60_000)
  await alice.setState(once, AUDIENCE, '', { organisations: ['interior'] })
  ministry.clock.advance(60_000)
  const last = ministry.clock.now()
  expect(await reachable(first, last)).toEqual([always, once])
  expect(await reachable(last, last)).toEqual([always])
})

test('of Carol it is counted what the directory lists for her, and no room that it lists for others alone', async () => {
  await openRoom({ name: 'Aqueducts' })
  await openRoom({ name: 'Aqueducts for all', initial_state: [] })
  const { homeserver } = ministry.server
  for (const who of [carol, bob]) {
    const { organisationNid, accountType } = await homeserver.ports.accounts.get(who.userId)
    const now = ministry.clock.now()
    const { people } = await homeserver.ports.exposure.reachable({ userId: who.userId, accountType, organisationNid, fromMs: now, toMs: now })
    expect([people.listed, people.listedAssumed]).toEqual([(await listed(who, '')).length, 0])
  }
  expect((await listed(carol, '')).length).toBeLessThan((await listed(bob, '')).length)
})
