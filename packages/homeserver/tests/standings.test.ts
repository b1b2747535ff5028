// Who reads a room: what a client is told of its people, so that it can say so above every message.
import { getOwnStanding, leaveRoom, listRoomPeople, searchUserDirectory } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readsOf } from './_keys.ts'
import { forumOptions, memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let ministry: TestServer<Server>
let alice: Person
let bob: Person
let carol: Person
let eve: Person

beforeAll(async () => {
  ministry = await startMinistry()
  ;[alice, bob] = [await memberOf(ministry, 'alice'), await memberOf(ministry, 'bob')]
  carol = await memberOf(ministry, 'carol', { organisation: 'finance' })
  eve = await memberOf(ministry, 'eve', { type: 'external', organisation: 'acme' })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const people = (person: Person, roomId: string): Promise<HttpAnswer> => person.get(listRoomPeople.path.replace('{roomId}', encodeURIComponent(roomId)))
const EXTERNALS = { type: 'org.chappe.room.externals', state_key: '', content: { allowed: true } }

test('Alice sees whose people read her room, and the external among them, whether they have come in or not', async () => {
  const roomId = await alice.createRoom({ invite: [bob.userId, carol.userId, eve.userId], initial_state: [EXTERNALS] })
  await bob.join(roomId)
  const answer = await people(alice, roomId)
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    organisations: [
      { organisation_id: 'interior', name: 'interior', people: 2 },
      { organisation_id: 'acme', name: 'acme', people: 1 },
      { organisation_id: 'finance', name: 'finance', people: 1 },
    ],
    externals: 1,
    elsewhere: 0,
    people: [
      { user_id: eve.userId, account_type: 'external', organisation_id: 'acme' },
      { user_id: alice.userId, account_type: 'agent', organisation_id: 'interior' },
      { user_id: bob.userId, account_type: 'agent', organisation_id: 'interior' },
      { user_id: carol.userId, account_type: 'agent', organisation_id: 'finance' },
    ],
    limited: false,
  })
  expect(await readsOf(ministry, 'listRoomPeople')).toMatchObject([{ kind: 'people', count: 4, subject: roomId }])
  await bob.post(leaveRoom.path.replace('{roomId}', encodeURIComponent(roomId)), {})
  expect((await people(alice, roomId)).body.organisations[0]).toEqual({ organisation_id: 'acme', name: 'acme', people: 1 })
})

test('Eve, who is from outside, is told of the room she is in, and of no other', async () => {
  const own = await alice.createRoom({ invite: [eve.userId], initial_state: [EXTERNALS] })
  const other = await alice.createRoom({ invite: [bob.userId] })
  expect((await people(eve, own)).status).toBe(403)
  await eve.join(own)
  expect((await people(eve, own)).body.people).toHaveLength(2)
  expect((await people(eve, other)).status).toBe(403)
  expect((await people(eve, '!nowhere:chappe.test')).status).toBe(403)
})

test('of an open room Alice is told how many may come in and read, of any other nothing of that', async () => {
  const open = await alice.createRoom(forumOptions(ministry, [alice, bob]))
  const before = (await people(alice, open)).body
  // Alice, Bob, Carol: neither the external nor the server itself.
  expect([before.audience, before.people.length]).toEqual([3, 1])
  await memberOf(ministry, 'dan')
  ministry.clock.advance(10 * 60_000)
  expect((await people(alice, open)).body.audience).toBe(4)
  const closed = await alice.createRoom({})
  expect((await people(alice, closed)).body.audience).toBeUndefined()
})

test('everybody is told what they are themselves', async () => {
  const standing = async (person: Person) => (await person.get(getOwnStanding.path)).body
  expect(await standing(alice)).toEqual({ user_id: alice.userId, account_type: 'agent', organisation: { organisation_id: 'interior', name: 'interior' } })
  expect(await standing(eve)).toEqual({ user_id: eve.userId, account_type: 'external', organisation: { organisation_id: 'acme', name: 'acme' } })
})

test('whoever finds Bob in the directory sees whose he is', async () => {
  const { body } = await alice.post(searchUserDirectory.path, { search_term: 'bob' })
  expect(body.results).toEqual([{ user_id: bob.userId, 'org.chappe.account_type': 'agent', 'org.chappe.organisation': 'interior' }])
})
