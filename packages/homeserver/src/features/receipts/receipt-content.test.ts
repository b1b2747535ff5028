import { expect, test } from 'vitest'
import { receiptContentOf } from './receipt-content.ts'

const receipt = { eventId: '$a', type: 'm.read', userId: '@alice:x', threadId: '', atMs: 5 }

test('receipts are grouped by event, type and user', () => {
  const text = receiptContentOf([
    receipt,
    { ...receipt, userId: '@bob:x', threadId: 'main', atMs: 6 },
    { ...receipt, type: 'm.read.private', atMs: 7 },
    { ...receipt, eventId: '$b', userId: '@"q":x' },
  ])
  expect(JSON.parse(text)).toEqual({
    $a: {
      'm.read': { '@alice:x': { ts: 5 }, '@bob:x': { ts: 6, thread_id: 'main' } },
      'm.read.private': { '@alice:x': { ts: 7 } },
    },
    $b: { 'm.read': { '@"q":x': { ts: 5 } } },
  })
})

test('an unthreaded receipt is shown before a threaded one of the same user, in whatever order they come', () => {
  const threaded = { ...receipt, threadId: '$t', atMs: 9 }
  for (const list of [[receipt, threaded], [threaded, receipt]]) {
    expect(JSON.parse(receiptContentOf(list))).toEqual({ $a: { 'm.read': { '@alice:x': { ts: 5 } } } })
  }
})
