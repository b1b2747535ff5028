// Alice opens a room: where she begins to read.
import { expect, test } from 'vitest'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import { beginningOf, scrollTopAt } from './beginning.ts'

const VIEW = { width: 1280, height: 1000 }
/** Each is as tall as the others: they need not be what they would be in a room. */
const days = (name: string, count: number): Row[] => Array.from({ length: count }, (_, index) => ({ kind: 'day', key: `${name} ${index}`, atMs: 0 }))
const UNREAD: Row = { kind: 'unread', key: 'unread' }

test('at the first message that she has not read, with some of what she has read above it', () => {
  const rows = [...days('read', 40), UNREAD, ...days('new', 160)]
  const beginning = beginningOf({ rows, isOpening: false, firstUnreadId: '$first' }, VIEW)
  expect(beginning).toEqual({ kind: 'row', key: 'unread', offset: 250 })
  expect(scrollTopAt(beginning, rows, VIEW)).toBe(40 * 44 - 250)
})

test('never beyond either end: where little is unread the newest are in sight, where nothing was read the oldest', () => {
  const at = { kind: 'row', key: 'unread', offset: 250 } as const
  expect(scrollTopAt(at, [...days('read', 99), UNREAD], VIEW)).toBe(100 * 44 - 1000)
  expect(scrollTopAt(at, [UNREAD, ...days('new', 99)], VIEW)).toBe(0)
  expect(scrollTopAt(at, [UNREAD, ...days('new', 5)], VIEW)).toBe(0)
})

test('at the newest where nothing is unread, where it is not known yet, and where that message is not among those that are there', () => {
  const rows = [...days('read', 60), UNREAD, ...days('new', 40)]
  for (const state of [
    { rows: days('read', 100), isOpening: false, firstUnreadId: undefined },
    { rows, isOpening: true, firstUnreadId: '$first' },
    { rows: days('read', 100), isOpening: false, firstUnreadId: '$first' },
  ]) {
    const beginning = beginningOf(state, VIEW)
    expect(beginning).toEqual({ kind: 'end' })
    expect(scrollTopAt(beginning, state.rows, VIEW)).toBe(state.rows.length * 44 - 1000)
  }
})
