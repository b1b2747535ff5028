// Rooms that somebody who means harm has made: every field of their state of every wrong type, through the SDK's own sync.
// The list, the people, the messages and the inbox are there all the same, and every other room as well.
import type { MatrixClient } from 'matrix-js-sdk'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Drafts } from '../src/session/drafts.ts'
import { describeMessage } from '../src/session/talk/describe-message.ts'
import { followInbox } from '../src/session/inbox.ts'
import { openPeople } from '../src/session/person/people.ts'
import { followRooms } from '../src/session/rooms/rooms.ts'
import { isShown } from '../src/session/talk/shown.ts'
import { followSpaces } from '../src/session/rooms/spaces.ts'
import { followSigns } from '../src/session/talk/talk-signs.ts'
import type { RoomSummary } from '../src/session/types.ts'
import { createRoomList } from '../src/viewmodels/rooms/room-list.ts'
import { factsOf } from '../src/viewmodels/rooms/room-details.ts'
import { createRowMaker } from '../src/viewmodels/talk/timeline-rows.ts'
import type { Told } from './_client.ts'
import { event, ME, member, roomOf, state, tellClient } from './_client.ts'
import { HOSTILE_VALUES } from './hostile.ts'
import { openAccountData, openShelf, recordActions } from './_rooms.ts'

/** State that a room shows something of, and the fields that are read of it. */
const STATE: Readonly<Record<string, readonly string[]>> = {
  'm.room.name': ['name'],
  'm.room.topic': ['topic', 'm.topic'],
  'm.room.avatar': ['url', 'info'],
  'm.room.canonical_alias': ['alias', 'alt_aliases'],
  'm.room.join_rules': ['join_rule', 'allow'],
  'm.room.retention': ['max_lifetime', 'min_lifetime'],
  'm.room.history_visibility': ['history_visibility'],
  'm.room.encryption': ['algorithm'],
  'm.room.pinned_events': ['pinned'],
  'm.room.tombstone': ['replacement_room', 'body'],
  'm.room.power_levels': ['users', 'users_default', 'events', 'ban', 'kick', 'notifications'],
  'm.space.child': ['via', 'order', 'suggested'],
  'org.chappe.room.externals': ['allowed'],
  'org.chappe.room.audience': ['organisations'],
  'org.chappe.room.forum': ['organisation', 'owners', 'purpose', 'review_at_ms'],
  'io.element.functional_members': ['service_members'],
}

let client: MatrixClient | undefined
beforeAll(() => {
  for (const name of ['log', 'warn', 'info', 'debug', 'error'] as const) vi.spyOn(console, name).mockImplementation(() => undefined)
})
afterEach(() => client?.stopClient())

/** What goes over a wire: nothing else arrives. */
const wired = (value: unknown): unknown => JSON.parse(JSON.stringify({ value }).replaceAll('"__proto":', '"__proto__":')).value

/** A client that was told of these rooms. */
async function told(join: Told['join'], invite: Told['invite'] = {}, accountData: Told['accountData'] = []): Promise<MatrixClient> {
  client = await tellClient({ join, invite, accountData })
  return client
}

/** Whether a room's values are those that views can draw. */
function assertDrawable(room: RoomSummary): void {
  for (const text of [room.roomId, room.name, room.topic, room.joinRule, room.historyVisibility]) expect([room.roomId, typeof text]).toEqual([room.roomId, 'string'])
  for (const text of [room.avatarUrl, room.successorId, room.predecessorId, room.directUserId]) expect([room.roomId, ['string', 'undefined'].includes(typeof text)]).toEqual([room.roomId, true])
  for (const number of [room.memberCount, room.unreadCount, room.mentionCount, room.lastActivityMs]) expect([room.roomId, Number.isFinite(number)]).toEqual([room.roomId, true])
  if (room.last !== undefined) expect(typeof room.last.sender).toBe('string')
  if (room.inviter !== undefined) expect(typeof room.inviter.name).toBe('string')
  expect(room.name.length).toBeLessThan(300)
  expect(room.topic.length).toBeLessThan(5000)
  expect(factsOf(room).entry).toMatch(/^[a-z]+$/)
}

/** Looks at everything that the messenger shows of a client, and gives back the names of its rooms. */
function lookAround(opened: MatrixClient): readonly RoomSummary[] {
  const rooms = followRooms(opened)
  const all = rooms.all.getState()
  all.forEach(assertDrawable)
  const spaces = followSpaces(opened)
  for (const { name, children } of spaces.getState()) expect([typeof name, children.every((each) => typeof each === 'string')]).toEqual(['string', true])
  const inbox = followInbox(opened, rooms.all, { openIn: () => [], onChange: () => undefined })
  for (const entry of inbox.entries.getState()) expect(typeof entry.id).toBe('string')
  inbox.stop()
  for (const { roomId } of all) {
    const room = opened.getRoom(roomId)
    if (room === null) throw new Error('a room is listed and not known')
    const people = openPeople(opened, room)
    for (const each of people.state.getState().members) expect([typeof each.name, Number.isFinite(each.level), typeof each.reason]).toEqual(['string', true, 'string'])
    people.close()
    const signs = followSigns(opened, room)
    for (const right of Object.values(signs.state.getState().rights)) expect(typeof right).toBe('boolean')
    signs.close()
    const messages = room.getLiveTimeline().getEvents().filter(isShown).map((each) => describeMessage(each, room, (id) => ({ id, message: undefined })))
    for (const { sender, sentAtMs } of messages) expect([typeof sender.name, Number.isFinite(sentAtMs)]).toEqual(['string', true])
    expect(createRowMaker()(messages, undefined).length).toBeGreaterThanOrEqual(0)
  }
  const drafts: Drafts = { all: createStore(() => new Map()), get: () => undefined, set: () => undefined, receive: () => undefined, onReceived: () => () => undefined, flush: async () => undefined, forget: async () => undefined }
  const list = createRoomList({ rooms, spaces, actions: recordActions().actions, accountData: openAccountData(), drafts }, openShelf())
  expect(list.state.getState().sections.flatMap(({ rooms: held }) => held).length).toBeGreaterThan(0)
  rooms.stop()
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  return all
}

/** Members of every wrong shape. */
const MEMBER_FIELDS = ['displayname', 'avatar_url', 'membership', 'reason', 'is_direct', 'third_party_invite', 'join_authorised_via_users_server']
const HONEST = { '!honest:chappe.test': roomOf([state('m.room.name', { name: 'Budget' })], [event('m.room.message', { msgtype: 'm.text', body: 'the figures are in' })]) }
const isThere = (all: readonly RoomSummary[]): boolean => all.some(({ name, last }) => name === 'Budget' && last?.message.kind === 'text')

test.each(Object.entries(STATE).flatMap(([type, fields]) => fields.map((field) => [type, field] as const)))('any value in %s %s leaves a list of rooms', async (type, field) => {
  const rooms = HOSTILE_VALUES.map((value, at) => [`!hostile${at}:chappe.test`, wired(roomOf([state(type, { via: ['chappe.test'], [field]: value }, type === 'm.space.child' ? '!honest:chappe.test' : '')], [state(type, { [field]: value })], type === 'm.space.child' ? { type: 'm.space' } : {}))] as const)
  const all = lookAround(await told({ ...HONEST, ...(Object.fromEntries(rooms) as Record<string, object>) }))
  expect(isThere(all)).toBe(true)
  expect(all.length).toBe(HOSTILE_VALUES.length + 1)
})

test.each(MEMBER_FIELDS)('members whose %s is anything leave the people of a room', async (field) => {
  const people = HOSTILE_VALUES.map((value, at) => wired(member(`@hostile${at}:chappe.test`, { membership: at % 2 === 0 ? 'join' : 'knock', [field]: value })) as object)
  const invited = HOSTILE_VALUES.map((value, at) => [`!invited${at}:chappe.test`, { invite_state: { events: [wired(member(ME, { membership: 'invite', [field]: value })), wired(state('m.room.name', { name: value }))] } }] as const)
  const all = lookAround(await told({ ...HONEST, '!people:chappe.test': roomOf(people, people) }, Object.fromEntries(invited)))
  expect(isThere(all)).toBe(true)
  expect(all.some(({ roomId }) => roomId === '!people:chappe.test')).toBe(true)
})

test('events that are no events at all: types, keys, senders, moments and redactions of every wrong kind', async () => {
  const wrong = HOSTILE_VALUES.flatMap((value, at) => [
    event(`org.example.${at}`, value),
    event('m.room.message', value),
    event('m.room.message', { msgtype: value, body: value }),
    event('m.room.message', { msgtype: 'm.text', body: 'a', 'm.relates_to': { rel_type: 'm.thread', event_id: value } }),
    event('m.room.message', { msgtype: 'm.text', body: 'a' }, { origin_server_ts: value }),
    event('m.room.message', { msgtype: 'm.text', body: 'a' }, { unsigned: { 'm.relations': value, age: value, redacted_because: value } }),
    event('m.room.redaction', { redacts: value }, { redacts: value }),
    event('m.room.encrypted', { algorithm: value, ciphertext: value, session_id: value }),
    event('m.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$1', key: value } }),
    state('org.example.state', value, `key ${at}`),
  ])
  const all = lookAround(await told({ ...HONEST, '!wrong:chappe.test': roomOf([], wrong.map((each) => wired(each) as object)) }))
  expect(isThere(all)).toBe(true)
})

test('a forged predecessor shows nothing and hides nothing: neither room counts as replaced on the word of one', async () => {
  const all = lookAround(
    await told({
      ...HONEST,
      '!forged:chappe.test': roomOf([state('m.room.name', { name: 'Budget (new)' })], [], { predecessor: { room_id: '!honest:chappe.test', event_id: '$1' } }),
      '!loop:chappe.test': roomOf([state('m.room.tombstone', { replacement_room: '!loop:chappe.test' })], [], { predecessor: { room_id: '!loop:chappe.test' } }),
      '!away:chappe.test': roomOf([state('m.room.tombstone', { replacement_room: '!honest:chappe.test' })]),
    }),
  )
  const of = (roomId: string): RoomSummary | undefined => all.find((room) => room.roomId === roomId)
  expect(of('!forged:chappe.test')?.predecessorId).toBeUndefined()
  expect(of('!honest:chappe.test')).toMatchObject({ isReplaced: false, predecessorId: undefined })
  expect(of('!away:chappe.test')).toMatchObject({ isReplaced: false, successorId: '!honest:chappe.test' })
})

test.each(['m.direct', 'm.ignored_user_list', 'org.chappe.sections', 'org.chappe.privacy'])('account data %s of any kind leaves the list', async (type) => {
  for (const value of HOSTILE_VALUES.slice(0, 12).concat([{ '@bob:chappe.test': '!honest:chappe.test' }, { global: { override: 3 } }])) {
    const content = wired(value)
    const all = lookAround(await told(HONEST, {}, [{ type, content }]))
    expect([type, value, isThere(all)]).toEqual([type, value, true])
    client?.stopClient()
  }
})
