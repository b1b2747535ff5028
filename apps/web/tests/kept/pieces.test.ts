// What was kept of Alice's rooms on its way from the worker to the page.
import { expect, test } from 'vitest'
import { cut, putTogether } from '../../src/session/kept/pieces.ts'

const answer = (count: number) => ({ command: 'cmd_success', seq: 3, result: { nextBatch: 's1', accountData: [], roomsData: { invite: { '!new': {} }, join: Object.fromEntries(Array.from({ length: count }, (_, at) => [`!${at}`, { at }])) } } })

/** What the SDK hears of messages that the worker sends. */
function hear(messages: readonly unknown[]): unknown[] {
  const worker = new EventTarget()
  const heard: unknown[] = []
  putTogether(worker as Worker)
  worker.addEventListener('message', (event) => void heard.push((event as MessageEvent).data))
  for (const data of messages) worker.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }))
  return heard
}

test('rooms by the hundred come in pieces, and the SDK hears of one answer', () => {
  const sent = cut(answer(101))
  expect(sent).toHaveLength(6)
  const heard = hear(sent)
  expect(heard).toHaveLength(1)
  expect(heard[0]).toEqual(answer(101))
})

test('one answer after the other is whole, and holds nothing of the one before', () => {
  expect(hear([...cut(answer(45)), ...cut(answer(21))])).toEqual([answer(45), answer(21)])
})

test.each([
  [answer(0)],
  [answer(20)],
  [{ command: 'cmd_success', seq: 1, result: null }],
  [{ command: 'cmd_success', seq: 1, result: 'token' }],
  [{ command: 'cmd_fail', seq: 1, error: { name: 'Error' } }],
  [{ command: 'closed' }],
])('whatever else it says is said as it is: %j', (message) => {
  expect(cut(message)).toEqual([message])
  expect(hear(cut(message))).toEqual([message])
})
