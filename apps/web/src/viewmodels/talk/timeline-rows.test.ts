import { expect, test } from 'vitest'
import type { Message, MessageBody } from '../../session/types.ts'
import { createRowMaker } from './timeline-rows.ts'

const NOON = new Date(2026, 5, 1, 12).getTime()
const MINUTE = 60_000

function message(id: string, who: string, atMs: number, body: MessageBody = { kind: 'text', text: id, html: undefined, tone: 'plain' }): Message {
  return {
    id,
    sender: { userId: `@${who}:chappe.example`, name: who, avatarUrl: undefined },
    sentAtMs: atMs,
    isMine: false,
    body,
    sending: 'sent',
    failure: undefined,
    isEdited: false,
    mentionsMe: false,
    priority: undefined,
    asking: undefined,
    replyTo: undefined,
    reactions: [],
    thread: undefined,
    readBy: [],
  }
}

function joined(id: string, who: string, atMs: number): Message {
  const person = { userId: `@${who}:chappe.example`, name: who, avatarUrl: undefined }
  return message(id, who, atMs, { kind: 'change', change: { kind: 'member', person, from: 'leave', to: 'join', isOwn: true, reason: '' } })
}

/** Rows in few signs: days `=`, the new ones `!`, folded changes `(n)`, what goes on where the one before ended `+`. */
function drawn(rows: ReturnType<ReturnType<typeof createRowMaker>>): string {
  return rows
    .map((row) => {
      if (row.kind === 'day') return '='
      if (row.kind === 'unread') return '!'
      return row.kind === 'changes' ? `(${row.changes.length})` : `${row.isContinued ? '+' : ''}${row.message.id}`
    })
    .join(' ')
}

test('what Alice says in one go stands together; Bob, the next day and a long pause begin anew', () => {
  const messages = [message('a', 'Alice', NOON), message('b', 'Alice', NOON + MINUTE), message('c', 'Bob', NOON + 2 * MINUTE), message('d', 'Bob', NOON + 30 * MINUTE), message('e', 'Bob', NOON + 24 * 60 * MINUTE)]
  expect(drawn(createRowMaker()(messages, undefined))).toBe('= a +b c d = e')
})

test('the line of new messages stands before the first of them, which begins anew', () => {
  const messages = [message('a', 'Alice', NOON), message('b', 'Alice', NOON + 1), message('c', 'Alice', NOON + 2)]
  expect(drawn(createRowMaker()(messages, 'b'))).toBe('= a ! b +c')
})

test('two people who come in are folded, one is not', () => {
  const two = ['x', 'y'].map((id, index) => joined(id, id, NOON + index))
  expect(drawn(createRowMaker()([message('a', 'Alice', NOON - 1), ...two, message('b', 'Bob', NOON + 9)], undefined))).toBe('= a (2) b')
  expect(drawn(createRowMaker()(two.slice(0, 1), undefined))).toBe('= x')
})

test('rows of messages that did not change stay the same values, whatever comes after or before them', () => {
  const make = createRowMaker()
  const messages = [message('a', 'Alice', NOON), message('b', 'Bob', NOON + 1), message('c', 'Alice', NOON + 2)]
  const first = make(messages, undefined)
  const second = make([...messages, message('d', 'Bob', NOON + 3)], undefined)
  expect(second.slice(0, 4)).toEqual(first)
  for (const [index, row] of first.entries()) expect(second[index]).toBe(row)
  const third = make([message('0', 'Eve', NOON - 1), ...messages, message('d', 'Bob', NOON + 3)], undefined)
  expect(drawn(third)).toBe('= 0 a b c d')
  expect(third.find((row) => row.key === 'c')).toBe(first.find((row) => row.key === 'c'))
})

test('what Alice sends is one row before and after the server has it', () => {
  const make = createRowMaker()
  const sent = { ...message('~local', 'Alice', NOON), sentAs: 'm1', isMine: true }
  const before = make([sent], undefined).at(-1)
  const after = make([{ ...sent, id: '$event' }], undefined).at(-1)
  expect([before?.key, after?.key]).toEqual(['sent-m1', 'sent-m1'])
  expect(after).toMatchObject({ message: { id: '$event' } })
})

test('made step by step, rows are what they are made at once', () => {
  const people = ['Alice', 'Bob', 'Eve']
  const all = Array.from({ length: 120 }, (_each, index) => {
    const who = people[(index * 7) % 3] ?? ''
    const atMs = NOON + index * 11 * MINUTE
    return index % 5 < 3 && index % 20 > 10 ? joined(String(index), who, atMs) : message(String(index), who, atMs)
  })
  const make = createRowMaker()
  for (let from = 60; from >= 0; from -= 7) {
    for (let to = from + 1; to <= all.length; to += 13) {
      const shown = all.slice(from, to)
      expect(drawn(make(shown, '50'))).toBe(drawn(createRowMaker()(shown, '50')))
    }
  }
})
