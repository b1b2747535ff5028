import { expect, test } from 'vitest'
import { parseEventFilter } from './event-filter.ts'

const event = (type: string) => ({ type, sender: '@alice:x', json: '{"content":{},"type":"t"}' })

test.each([
  ['m.room.*', 'm.room.message', true],
  ['m.room.*', 'm.reaction', false],
  ['*', 'anything', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['aba*ba', 'aba', false],
  ['m.room', 'm.room.message', false],
])('the type %s lets %s pass: %s', (pattern, type, passes) => {
  expect(parseEventFilter(JSON.stringify({ types: [pattern] })).matches(event(type))).toBe(passes)
  expect(parseEventFilter(JSON.stringify({ not_types: [pattern] })).matches(event(type))).toBe(!passes)
})

test('what is excluded stays out although it is included', () => {
  const filter = parseEventFilter(JSON.stringify({ senders: ['@alice:x'], not_senders: ['@alice:x'] }))
  expect(filter.matches(event('t'))).toBe(false)
})

test('an empty list lets nothing pass', () => {
  expect(parseEventFilter('{"types":[]}').matches(event('t'))).toBe(false)
})

test.each(['', '[]', '{', '{"senders":[1]}', '{"rooms":"!a:x"}'])('the filter %s', (text) => {
  if (text === '') expect(parseEventFilter(text).matches(event('t'))).toBe(true)
  else expect(() => parseEventFilter(text)).toThrow(expect.objectContaining({ code: 'M_INVALID_PARAM' }))
})
