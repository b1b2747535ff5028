// Administration of rooms through the paths that existing tools call.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { madeByOperator, refusal } from './_accounts.ts'
import { readsOf } from './_keys.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let chappe: TestServer<Server>
let ada: Person
let bob: Person
let carol: Person

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  ada = await madeByOperator(chappe, 'ada', { admin: true })
  bob = await chappe.person('bob')
  carol = await chappe.person('carol')
})
afterAll(async () => chappe[Symbol.asyncDispose]())

const V1 = '/_synapse/admin/v1'
const V2 = '/_synapse/admin/v2'
const adminRoom = (roomId: string) => `${V1}/rooms/${encodeURIComponent(roomId)}`

describe('seeing', () => {
  test('the list pages and finds by alias; one room is described by its state', async () => {
    const quiet = await bob.createRoom({ name: 'Quiet' })
    const busy = await bob.createRoom({ preset: 'public_chat', name: 'Busy', topic: 'Much', room_alias_name: 'busy-room', visibility: 'public' })
    await carol.join(busy)
    const all = await ada.get(`${V1}/rooms?limit=1&order_by=joined_members`)
    expect(all.body).toMatchObject({ rooms: [{ room_id: busy, joined_members: 2 }], offset: 0, total_rooms: 2, next_batch: 1 })
    const next = await ada.get(`${V1}/rooms?limit=1&from=1&order_by=joined_members`)
    expect([next.body.rooms[0].room_id, next.body.next_batch, next.body.prev_batch]).toEqual([quiet, undefined, 0])
    const found = await ada.get(`${V1}/rooms?search_term=busy-`)
    expect(found.body.rooms.map((room: { room_id: string }) => room.room_id)).toEqual([busy])
    expect((await ada.get(adminRoom(busy))).body).toMatchObject({
      name: 'Busy',
      topic: 'Much',
      canonical_alias: '#busy-room:chappe.test',
      creator: bob.userId,
      join_rules: 'public',
      public: true,
      encryption: null,
      joined_members: 2,
    })
    expect((await ada.get(`${adminRoom(busy)}/members`)).body).toEqual({ members: [bob.userId, carol.userId], total: 2 })
    expect(refusal(await ada.get(adminRoom('!none:chappe.test')))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await bob.get(`${V1}/rooms`))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('the state of a room is shown as events, and the ledger has which', async () => {
    const roomId = await bob.createRoom({ name: 'State' })
    const { state } = (await ada.get(`${adminRoom(roomId)}/state`)).body
    expect(state.find((event: { type: string }) => event.type === 'm.room.name').content).toEqual({ name: 'State' })
    expect(state.map((event: { type: string }) => event.type)).toContain('m.room.member')
    expect(await readsOf(chappe, 'adminGetRoomState')).toMatchObject([{ kind: 'events', count: state.length }])
  })
})

describe('closing', () => {
  test('a room is removed: everybody hears that they have left, its alias is free, nobody reads or joins it any more', async () => {
    const roomId = await bob.createRoom({ preset: 'public_chat', room_alias_name: 'gone', name: 'Gone' })
    await carol.join(roomId)
    const dan = await chappe.person('dan')
    await bob.invite(roomId, dan.userId)
    await bob.say(roomId, 'secret plans')
    const removed = await ada.delete(adminRoom(roomId), { block: true, purge: true })
    expect(removed.body).toEqual({
      kicked_users: [bob.userId, carol.userId, dan.userId].toSorted(),
      failed_to_kick_users: [],
      local_aliases: ['#gone:chappe.test'],
      new_room_id: null,
    })
    expect((await carol.get('/_matrix/client/v3/joined_rooms')).body.joined_rooms).not.toContain(roomId)
    const messages = await carol.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b`)
    expect([messages.status, JSON.stringify(messages.body).includes('secret')]).toEqual([403, false])
    expect(refusal(await carol.post(`/_matrix/client/v3/join/${encodeURIComponent(roomId)}`))).toEqual([403, 'M_FORBIDDEN'])
    expect(refusal(await carol.get('/_matrix/client/v3/directory/room/%23gone%3Achappe.test'))).toEqual([404, 'M_NOT_FOUND'])
    expect((await ada.delete(adminRoom(roomId), {})).body.kicked_users).toEqual([])
  })

  test('the same behind the answer: how far it has come can be asked', async () => {
    const roomId = await bob.createRoom({})
    const started = await ada.delete(`${V2}/rooms/${encodeURIComponent(roomId)}`, {})
    const status = `${V2}/rooms/delete_status/${started.body.delete_id}`
    await vi.waitFor(async () => expect((await ada.get(status)).body.status).toBe('complete'), { timeout: 10_000 })
    expect((await ada.get(status)).body.shutdown_room.kicked_users).toEqual([bob.userId])
    const all = await ada.get(`${V2}/rooms/${encodeURIComponent(roomId)}/delete_status`)
    expect(all.body.results).toMatchObject([{ delete_id: started.body.delete_id, status: 'complete' }])
    expect(refusal(await ada.get(`${V2}/rooms/delete_status/none`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ada.get(`${V2}/rooms/!none%3Achappe.test/delete_status`))).toEqual([404, 'M_NOT_FOUND'])
    expect(refusal(await ada.delete(`${V2}/rooms/!none%3Achappe.test`, {}))).toEqual([404, 'M_NOT_FOUND'])
  })

  test('a blocked room is joined by nobody, by id, by alias, or by a member event, until it is free again', async () => {
    const roomId = await bob.createRoom({ preset: 'public_chat', room_alias_name: 'blocked' })
    const path = `${adminRoom(roomId)}/block`
    expect((await ada.get(path)).body).toEqual({ block: false })
    expect((await ada.put(path, { block: true })).body).toEqual({ block: true })
    expect((await ada.get(path)).body).toEqual({ block: true, user_id: ada.userId })
    const room = encodeURIComponent(roomId)
    const tries = [
      await carol.post(`/_matrix/client/v3/join/${room}`),
      await carol.post(`/_matrix/client/v3/rooms/${room}/join`),
      await carol.post('/_matrix/client/v3/join/%23blocked%3Achappe.test'),
      await carol.put(`/_matrix/client/v3/rooms/${room}/state/m.room.member/${encodeURIComponent(carol.userId)}`, { membership: 'join' }),
    ]
    for (const each of tries) expect(refusal(each)).toEqual([403, 'M_FORBIDDEN'])
    await ada.put(path, { block: false })
    await carol.join(roomId)
  })
})

describe('power', () => {
  test('Ada makes Carol as powerful as Bob, who made the room; a room without anybody has no power to give', async () => {
    const roomId = await bob.createRoom({ preset: 'private_chat', room_version: '11' })
    expect((await ada.post(`${adminRoom(roomId)}/make_room_admin`, { user_id: carol.userId })).body).toEqual({})
    await carol.join(roomId)
    await carol.setState(roomId, 'm.room.name', '', { name: "Carol's" })
    await carol.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
    await bob.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
    expect(refusal(await ada.post(`${adminRoom(roomId)}/make_room_admin`, {}))).toEqual([403, 'M_FORBIDDEN'])
  })

  test('in a room of version 12 a creator cannot be matched, but a hundred is enough', async () => {
    const roomId = await bob.createRoom({ preset: 'private_chat', room_version: '12' })
    await ada.post(`${adminRoom(roomId)}/make_room_admin`, {})
    await ada.join(roomId)
    const levels = await ada.get(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.power_levels`)
    expect(levels.body.users).toEqual({ [ada.userId]: 100 })
  })
})
