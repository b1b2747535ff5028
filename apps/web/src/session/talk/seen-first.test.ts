import type { MatrixEvent } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import { firstAfter, inOrderOfSight, seenFirst } from './seen-first.ts'

const ME = '@alice:chappe.test'

/** What Bob said, but for what is said otherwise. */
function aMessage(id: string, { sender = '@bob:chappe.test', type = 'm.room.encrypted', isState = false } = {}): MatrixEvent {
  return { getId: () => id, getSender: () => sender, getType: () => type, isState: () => isState, isRelation: () => false } as unknown as MatrixEvent
}

const messages = (count: number): MatrixEvent[] => Array.from({ length: count }, (_, index) => aMessage(`$${index}`))
const idsOf = (events: readonly MatrixEvent[]): (string | undefined)[] => events.map((event) => event.getId())
const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `$${from + index}`)

test('where hundreds are unread, the first of them and what follows, then what stands above', () => {
  expect(idsOf(seenFirst(messages(300), '$100'))).toEqual([...ids(100, 122), ...ids(92, 100).toReversed()])
  expect(idsOf(seenFirst(messages(300), '$2'))).toEqual([...ids(2, 30), '$1', '$0'])
})

test('where little or nothing is unread, the end, upwards from the newest', () => {
  expect(idsOf(seenFirst(messages(300), undefined))).toEqual(ids(270, 300).toReversed())
  expect(idsOf(seenFirst(messages(300), '$290'))).toEqual(ids(270, 300).toReversed())
  expect(idsOf(seenFirst(messages(3), '$gone'))).toEqual(['$2', '$1', '$0'])
})

test('the first unread one is what somebody else said; what happened to the room or was said by oneself is not', () => {
  const events = [aMessage('$0'), aMessage('$1', { isState: true }), aMessage('$2', { sender: ME }), aMessage('$3', { type: 'm.reaction' }), aMessage('$4')]
  expect(firstAfter(events, '$0', ME)).toBe('$4')
  expect(firstAfter(events, '$4', ME)).toBeUndefined()
  expect(firstAfter(events, '$gone', ME)).toBeUndefined()
  expect(firstAfter(events, null, ME)).toBeUndefined()
})

test('all of what is held is read in the order in which it is looked at, wherever one stands', () => {
  const events = messages(100)
  const read = (firstUnreadId: string | undefined, isAtNewest: boolean): (string | undefined)[] => idsOf(inOrderOfSight(events, { firstUnreadId, isAtNewest }))
  expect(read('$40', false)).toEqual([...ids(40, 62), ...ids(32, 40).toReversed(), ...ids(0, 32), ...ids(62, 100)])
  expect(read('$40', true)).toEqual([...ids(40, 62), ...ids(32, 40).toReversed(), ...ids(62, 100).toReversed(), ...ids(0, 32).toReversed()])
  expect(read(undefined, true)).toEqual(ids(0, 100).toReversed())
  expect(read(undefined, false)).toEqual(ids(0, 100))
  expect(read('$gone', false)).toEqual(ids(0, 100))
})
