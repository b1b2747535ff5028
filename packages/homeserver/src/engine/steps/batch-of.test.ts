// What one commit carries: state replaced and events redacted within the batch are settled before the database sees it.
import { expect, test } from 'vitest'
import type { EventRow, Redaction, StateChange } from '../commit-store.ts'
import type { CommitItem } from './committer.ts'
import { batchOf } from './committer.ts'
import { emptyRoom } from './load-rooms.ts'

const room = emptyRoom({ roomNid: 1, roomId: '!lunch', version: '12' }, 0)

function eventOf(position: number): EventRow {
  const none = { stateKey: undefined, deviceNid: undefined, txnId: undefined, redactedBy: undefined, replacesState: undefined }
  const json = `{"words":${position}}`
  return { ...none, roomNid: 1, position, eventId: `$${position}`, type: 'm.room.message', sender: '@alice:chappe.test', notifyOrdinal: position, json }
}

function itemOf(position: number, more: Partial<CommitItem> = {}): CommitItem {
  const none = { previous: undefined, state: undefined, membership: undefined, exceptions: [], redaction: undefined, media: [], relation: undefined, notifies: false }
  return { room, event: eventOf(position), ...none, ...more }
}

const topic = (position: number): StateChange => ({
  roomNid: 1,
  type: 'm.room.topic',
  stateKey: '',
  fromPosition: position,
  toPosition: undefined,
  closesEarlier: true,
  eventId: `$${position}`,
})

const redaction = (target: string, by: string): Redaction => ({ eventId: target, position: Number(target.slice(1)), redactedBy: by, json: `{"gone":"${by}"}` })

test('of three topics in one batch each ends where the next begins, and only the first closes what held before', () => {
  const { states } = batchOf([itemOf(1, { state: topic(1) }), itemOf(2, { state: topic(2) }), itemOf(3, { state: topic(3) })])
  expect(states.map(({ fromPosition, toPosition, closesEarlier }) => ({ fromPosition, toPosition, closesEarlier }))).toEqual([
    { fromPosition: 1, toPosition: 2, closesEarlier: true },
    { fromPosition: 2, toPosition: 3, closesEarlier: false },
    { fromPosition: 3, toPosition: undefined, closesEarlier: false },
  ])
})

test('topics of two rooms do not touch each other', () => {
  const { states } = batchOf([itemOf(1, { state: topic(1) }), itemOf(2, { state: { ...topic(2), roomNid: 2 } })])
  expect(states.map((state) => [state.toPosition, state.closesEarlier])).toEqual([[undefined, true], [undefined, true]])
})

test('of two memberships of Bob in one batch the last one stands', () => {
  const bob = { userId: '@bob:chappe.test', roomNid: 1, joinedPosition: 0, joinedOrdinal: 0 }
  const { memberships } = batchOf([
    itemOf(1, { membership: { ...bob, membership: 'invite', position: 1 } }),
    itemOf(2, { membership: { ...bob, membership: 'join', position: 2, joinedPosition: 2 } }),
  ])
  expect(memberships).toEqual([{ ...bob, membership: 'join', position: 2, joinedPosition: 2 }])
})

test('an event redacted in its own batch is written redacted', () => {
  const batch = batchOf([itemOf(1), itemOf(2, { redaction: redaction('$1', '$2') })])
  expect(batch.redactions).toEqual([])
  expect(batch.events[0]).toMatchObject({ json: '{"gone":"$2"}', redactedBy: '$2' })
})

test('an earlier event redacted twice in one batch is updated once, by the later redaction', () => {
  const batch = batchOf([itemOf(2, { redaction: redaction('$1', '$2') }), itemOf(3, { redaction: redaction('$1', '$3') })])
  expect(batch.redactions).toEqual([redaction('$1', '$3')])
})

test('what an event related to before it was redacted in its own batch is not written', () => {
  const none = { key: undefined, isEdit: false, threadId: undefined, notifies: false, sentAtMs: 0 }
  const relation = (position: number) => {
    const { roomNid, eventId, type, sender } = eventOf(position)
    return { ...none, roomNid, position, eventId, type, sender, parentId: '$0', parentPosition: 0, relType: 'm.annotation' }
  }
  const items = [1, 2].map((position) => itemOf(position, { relation: relation(position) }))
  const { relations } = batchOf([...items, itemOf(3, { redaction: redaction('$1', '$3') })])
  expect(relations).toEqual([relation(2)])
})
