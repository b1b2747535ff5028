// Links into rooms: they end after a time and a number of uses, and who came by them is on record.
import { createRoomLink, listRoomLinks, redeemRoomLink, revokeRoomLink } from '@chappe/contract'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refusal } from './_accounts.ts'
import { DAY, memberOf, startMinistry } from './_ministry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let ministry: TestServer<Server>
let alice: Person
let bob: Person
let carol: Person
let eve: Person

beforeAll(async () => {
  ministry = await startMinistry()
  ;[alice, bob, carol] = [await memberOf(ministry, 'alice'), await memberOf(ministry, 'bob'), await memberOf(ministry, 'carol')]
  eve = await memberOf(ministry, 'eve', { type: 'external' })
})
afterAll(async () => ministry[Symbol.asyncDispose]())

const linksPath = (roomId: string) => createRoomLink.path.replace('{roomId}', encodeURIComponent(roomId))
const make = (person: Person, roomId: string, wish: object = {}): Promise<HttpAnswer> => person.post(linksPath(roomId), wish)
const redeem = (person: Person, token: string): Promise<HttpAnswer> => person.post(redeemRoomLink.path, { token })
const list = async (person: Person, roomId: string) => (await person.get(listRoomLinks.path.replace('{roomId}', encodeURIComponent(roomId)))).body.links
const revoke = (person: Person, roomId: string, linkId: string) =>
  person.delete(revokeRoomLink.path.replace('{roomId}', encodeURIComponent(roomId)).replace('{linkId}', linkId))
const NOT_GOOD = { errcode: 'M_NOT_FOUND', error: 'This link is not good, or not any more. Ask for a new one, or for an invitation' }
const privateRoom = () => alice.createRoom({ power_level_content_override: { invite: 50 } })

test('Bob comes by a link; Alice sees that he did; what he came with is kept by nobody', async () => {
  const roomId = await privateRoom()
  const { body: link } = await make(alice, roomId)
  expect(link).toEqual({ link_id: expect.any(String), token: expect.stringMatching(/^[\w-]{32}$/), expires_at_ms: expect.any(Number), max_uses: 25 })
  expect((await redeem(bob, link.token)).body).toEqual({ room_id: roomId })
  expect((await redeem(bob, link.token)).body).toEqual({ room_id: roomId })
  const [shown] = await list(alice, roomId)
  expect(shown).toMatchObject({ link_id: link.link_id, created_by: alice.userId, use_count: 1, uses: [{ user_id: bob.userId }] })
  const rows = JSON.stringify(await ministry.database.query('SELECT * FROM room_link'))
  expect(rows).not.toContain(link.token)
  const [read] = await ministry.database.query(`SELECT count(*)::int AS n FROM room_link_use`)
  expect(read).toEqual({ n: 1 })
})

test('one of three places is left, and ten come at once: one comes in', async () => {
  const roomId = await privateRoom()
  const { token } = (await make(alice, roomId, { max_uses: 3 })).body
  expect((await redeem(bob, token)).status).toBe(200)
  expect((await redeem(carol, token)).status).toBe(200)
  const crowd = await Promise.all(Array.from({ length: 10 }, (_, at) => memberOf(ministry, `crowd-${at}`)))
  const answers = await Promise.all(crowd.map((person) => redeem(person, token)))
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1)
  expect(answers.filter((each) => each.status === 404)).toHaveLength(9)
  expect(answers.find((each) => each.status === 404)?.body).toEqual(NOT_GOOD)
  const members = (await alice.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/joined_members`)).body.joined
  expect(Object.keys(members)).toHaveLength(4)
})

test('it ends with its time, when it is taken back, and when who made it may not invite any more', async () => {
  const roomId = await privateRoom()
  const { token, link_id: linkId } = (await make(alice, roomId, { expires_in_ms: 60_000 })).body
  ministry.clock.advance(61_000)
  expect((await redeem(bob, token)).body).toEqual(NOT_GOOD)
  const second = (await make(alice, roomId)).body
  expect((await revoke(alice, roomId, second.link_id)).status).toBe(200)
  expect((await revoke(alice, roomId, linkId)).status).toBe(200)
  expect(refusal(await revoke(alice, roomId, 'made-up'))).toEqual([404, 'M_NOT_FOUND'])
  expect((await redeem(bob, second.token)).body).toEqual(NOT_GOOD)
  await alice.setState(roomId, 'm.room.power_levels', '', { invite: 50, users: { [carol.userId]: 50 } })
  await alice.invite(roomId, carol.userId)
  await carol.join(roomId)
  const carols = (await make(carol, roomId)).body
  expect((await list(carol, roomId)).map((each: { link_id: string }) => each.link_id)).toEqual([carols.link_id])
  await alice.setState(roomId, 'm.room.power_levels', '', { invite: 50, users: {} })
  expect((await redeem(bob, carols.token)).body).toEqual(NOT_GOOD)
  const uses = (await list(alice, roomId)).map((each: { use_count: number }) => each.use_count)
  expect(uses).toEqual([0, 0, 0])
})

test('who was removed does not come back by it, and who is banned takes no place', async () => {
  const roomId = await privateRoom()
  const { token } = (await make(alice, roomId, { max_uses: 2 })).body
  expect((await redeem(bob, token)).status).toBe(200)
  await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/kick`, { user_id: bob.userId })
  expect((await redeem(bob, token)).body).toEqual(NOT_GOOD)
  await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/ban`, { user_id: carol.userId })
  expect(refusal(await redeem(carol, token))).toEqual([403, 'M_FORBIDDEN'])
  expect((await list(alice, roomId))[0].use_count).toBe(1)
})

test('is neither made by who may not invite, nor by a stranger, nor for ever; and an external comes by none', async () => {
  const roomId = await privateRoom()
  await alice.setState(roomId, 'org.chappe.room.externals', '', { allowed: true })
  await alice.invite(roomId, bob.userId)
  await bob.join(roomId)
  expect(refusal(await make(bob, roomId))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await make(carol, roomId))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await make(alice, roomId, { expires_in_ms: 31 * DAY }))).toEqual([400, 'M_BAD_JSON'])
  expect(refusal(await make(alice, roomId, { max_uses: 1001 }))).toEqual([400, 'M_BAD_JSON'])
  const { token } = (await make(alice, roomId)).body
  expect((await redeem(eve, token)).body).toEqual({ errcode: 'M_FORBIDDEN', error: 'Externals are invited by name: they do not come by a link' })
  expect((await redeem(bob, 'made-up')).body).toEqual(NOT_GOOD)
})
