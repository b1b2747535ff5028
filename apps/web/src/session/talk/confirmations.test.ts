// Bob asks for confirmation: whom that asks, who has confirmed, and what waits for Alice.
import { ClientEvent, MatrixClient, MatrixError, MatrixEvent, MemoryStore, Room, RoomEvent, SyncState } from 'matrix-js-sdk'
import { beforeEach, expect, test, vi } from 'vitest'
import type { KeptAsk } from './asks.ts'
import { followAsks } from './asks.ts'
import { describeAsking, waitsForMe } from './confirmations.ts'
import type { SealedStore } from '../kept/sealed.ts'
import { weightOf } from './priority.ts'
import { isShown } from './shown.ts'

const [ALICE, BOB, EVE] = ['@alice:x', '@bob:x', '@eve:x'] as const
let client: MatrixClient
let room: Room
let count = 0

beforeEach(() => {
  client = new MatrixClient({ baseUrl: 'https://chappe.example', userId: ALICE, deviceId: 'ONE', store: new MemoryStore({}) })
  room = new Room('!room:x', client, ALICE)
  client.store.storeRoom(room)
  enter(ALICE, 10)
  room.updateMyMembership('join')
})

function make(type: string, sender: string, content: object, more: object = {}): MatrixEvent {
  count += 1
  return new MatrixEvent({ type, event_id: `$${count}`, sender, room_id: room.roomId, origin_server_ts: 1000 + count, content: { ...content }, ...more })
}

function enter(userId: string, atMs: number): void {
  room.currentState.setStateEvents([make('m.room.member', userId, { membership: 'join', displayname: userId }, { state_key: userId, origin_server_ts: atMs })])
}

const ask = (asked: unknown = { room: true }, more: object = {}): MatrixEvent => make('m.room.message', BOB, { msgtype: 'm.text', body: 'go', 'org.chappe.ack_requested': asked }, more)
const refer = (to: MatrixEvent): object => ({ 'm.relates_to': { rel_type: 'm.reference', event_id: to.getId() } })
const confirm = (to: MatrixEvent, sender: string): MatrixEvent => make('org.chappe.acknowledgement', sender, refer(to))
const aggregate = (event: MatrixEvent): MatrixEvent => (room.relations.aggregateChildEvent(event), event)

test('each person confirms once, the author not at all, and a confirmation is no entry of the conversation', () => {
  const asked = ask()
  expect(describeAsking(asked, room)).toEqual({ asked: 'everybody', confirmations: [], isOfMe: true, isDone: false })
  for (const sender of [EVE, EVE, BOB]) expect(isShown(aggregate(confirm(asked, sender)))).toBe(false)
  expect(describeAsking(asked, room)?.confirmations.map(({ person }) => person.userId)).toEqual([EVE])
  aggregate(confirm(asked, ALICE))
  expect([describeAsking(asked, room)?.isDone, waitsForMe(asked, room)]).toEqual([true, false])
})

test('what somebody writes about somebody else confirms nothing: who confirms is who sent it', () => {
  const asked = ask()
  aggregate(make('org.chappe.acknowledgement', EVE, { ...refer(asked), sender: ALICE, user_id: ALICE }))
  aggregate(make('m.room.message', ALICE, { ...refer(asked), body: 'confirmed', msgtype: 'm.text' }))
  aggregate(make('org.chappe.acknowledgement', ALICE, { 'm.relates_to': { rel_type: 'm.annotation', event_id: asked.getId(), key: 'x' } }))
  expect([describeAsking(asked, room)?.confirmations.length, waitsForMe(asked, room)]).toEqual([1, true])
})

test('Alice is asked by name or with everybody, not as the author, nor for what was said before she came', () => {
  const asks = [ask({ user_ids: [ALICE] }), ask({ user_ids: [EVE] }), ask({ user_ids: 'all' }), ask(true), make('m.room.message', ALICE, { body: 'a', 'org.chappe.ack_requested': { room: true } })]
  expect(asks.map((event) => waitsForMe(event, room))).toEqual([true, false, false, false, false])
  expect(waitsForMe(ask({ room: true }, { origin_server_ts: 5 }), room)).toBe(false)
})

test('what was confirmed before a correction stays confirmed, and is told apart', () => {
  const asked = ask()
  aggregate(confirm(asked, EVE))
  const edit = make('m.room.message', BOB, { body: '* go left', 'm.new_content': { msgtype: 'm.text', body: 'go left', 'org.chappe.ack_requested': { room: true } }, 'm.relates_to': { rel_type: 'm.replace', event_id: asked.getId() } })
  asked.makeReplaced(edit)
  aggregate(confirm(asked, ALICE))
  expect(describeAsking(asked, room)?.confirmations.map(({ isBeforeCorrection }) => isBeforeCorrection)).toEqual([true, false])
})

test('a correction that asks no more ends it', () => {
  const asked = ask()
  asked.makeReplaced(make('m.room.message', BOB, { body: '* never mind', 'm.new_content': { msgtype: 'm.text', body: 'never mind' }, 'm.relates_to': { rel_type: 'm.replace', event_id: asked.getId() } }))
  expect([describeAsking(asked, room), waitsForMe(asked, room)]).toEqual([undefined, false])
})

test('of a thousand names two hundred are asked', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `@p${index}:x`)
  expect(weightOf({ 'org.chappe.ack_requested': { user_ids: many } }).asks).toEqual({ userIds: many.slice(0, 200) })
})

function memory(): SealedStore<KeptAsk> & { kept: Map<string, KeptAsk> } {
  const kept = new Map<string, KeptAsk>()
  return { kept, all: async () => [...kept], get: async (name) => kept.get(name), set: async (name, value) => void kept.set(name, value), delete: async (name) => void kept.delete(name), clear: async () => kept.clear() }
}

const arrive = (event: MatrixEvent): void => void client.emit(RoomEvent.Timeline, event, room, false, false, { liveEvent: true, timeline: room.getLiveTimeline() })

test('what is asked waits until Alice has confirmed it, here or elsewhere, or until it is deleted', () => {
  const store = memory()
  const asks = followAsks(client, store)
  const told: string[] = []
  asks.onChange((roomId) => told.push(roomId))
  const [first, second, third] = [ask(), ask(), ask({ user_ids: [EVE] })]
  for (const each of [first, second, third]) arrive(each)
  expect(asks.openIn(room.roomId)).toEqual([second, first])
  expect([store.kept.size, told.length]).toEqual([2, 2])
  arrive(aggregate(confirm(first, ALICE)))
  client.emit(RoomEvent.Redaction, make('m.room.redaction', BOB, {}, { redacts: second.getId() }), room)
  expect([asks.openIn(room.roomId), store.kept.size, told.length]).toEqual([[], 0, 4])
  asks.stop()
})

test('after a reload it is found again, unless it was confirmed on another device meanwhile', async () => {
  const store = memory()
  const [open, done] = [ask(), ask()]
  for (const each of [open, done]) store.kept.set(`!room:x ${each.getId()}`, { roomId: room.roomId, eventId: each.getId() ?? '', atMs: 0 })
  const gone = { roomId: room.roomId, eventId: '$gone', atMs: 0 }
  store.kept.set('!room:x $gone', gone)
  vi.spyOn(client, 'relations').mockImplementation(async (_room, id) => ({ events: id === done.getId() ? [confirm(done, ALICE)] : [] }))
  vi.spyOn(client, 'fetchRoomEvent').mockImplementation(async (_room, id) => {
    const event = [open, done].find((each) => each.getId() === id)
    if (event === undefined) throw new MatrixError({ errcode: 'M_NOT_FOUND' }, 404)
    return event.event
  })
  const asks = followAsks(client, store)
  await vi.waitFor(() => expect([...store.kept.keys()]).toEqual([`!room:x ${open.getId()}`]))
  expect(asks.openIn(room.roomId).map((event) => event.getId())).toEqual([open.getId()])
  asks.stop()
})

test('what is asked a thousand times fills no list', () => {
  const asks = followAsks(client, memory())
  for (let index = 0; index < 100; index += 1) arrive(ask())
  expect(asks.openIn(room.roomId)).toHaveLength(30)
  asks.stop()
})

test('what was found before is sought when its room is there, or the server answers again', async () => {
  const store = memory()
  const asked = ask()
  store.kept.set('kept', { roomId: room.roomId, eventId: asked.getId() ?? '', atMs: 0 })
  client.store.removeRoom(room.roomId)
  vi.spyOn(client, 'relations').mockResolvedValue({ events: [] })
  const fetching = vi.spyOn(client, 'fetchRoomEvent').mockRejectedValue(new TypeError('offline'))
  const asks = followAsks(client, store)
  await new Promise((done) => setTimeout(done, 50))
  expect(store.kept.size).toBe(1)
  client.store.storeRoom(room)
  client.emit(ClientEvent.Room, room)
  await vi.waitFor(() => expect(fetching).toHaveBeenCalled())
  expect([asks.openIn(room.roomId), store.kept.has('kept')]).toEqual([[], true])
  fetching.mockResolvedValue(asked.event)
  client.emit(ClientEvent.Sync, SyncState.Syncing, SyncState.Reconnecting)
  await vi.waitFor(() => expect(asks.openIn(room.roomId)).toHaveLength(1))
  asks.stop()
})
