import { expect, test } from 'vitest'
import { dress, insert, replaceToken, tokenAt } from './composer-text.ts'

/** A text with its caret written as `|`, its selection between two of them. */
function typed(marked: string) {
  const [before = '', selected = '', after] = marked.split('|')
  return after === undefined ? { text: before + selected, from: before.length, to: before.length } : { text: before + selected + after, from: before.length, to: before.length + selected.length }
}

test('a word that begins with a sign asks for suggestions, an address and a time do not', () => {
  expect(tokenAt(typed('Hello @ali|'))).toEqual({ kind: 'person', query: 'ali', from: 6, to: 10 })
  expect(tokenAt(typed('in #bud|'))).toMatchObject({ kind: 'room', query: 'bud' })
  expect(tokenAt(typed('nice :tad|'))).toMatchObject({ kind: 'emoji', query: 'tad' })
  expect(tokenAt(typed('/po|'))).toMatchObject({ kind: 'command', query: 'po' })
  expect(tokenAt(typed('alice@ministry|'))).toBeUndefined()
  expect(tokenAt(typed('at 10:30|'))).toBeUndefined()
  expect(tokenAt(typed(':d|'))).toBeUndefined()
  expect(tokenAt(typed('see /po|'))).toBeUndefined()
  expect(tokenAt(typed('@a|li|'))).toBeUndefined()
})

test('what is taken stands in the place of the word, with the caret behind a space', () => {
  expect(replaceToken(typed('Hello @al|, hi'), { from: 6, to: 9 }, '@Alice')).toEqual(typed('Hello @Alice |, hi'))
  expect(replaceToken(typed('@al| hi'), { from: 0, to: 3 }, '@Alice')).toEqual(typed('@Alice |hi'))
  expect(insert(typed('a|b|c'), '🎉')).toEqual(typed('a🎉|c'))
})

test('a selection is dressed, and undressed by the same button', () => {
  expect(dress(typed('a |b| c'), 'bold')).toEqual(typed('a **|b|** c'))
  expect(dress(typed('a **|b|** c'), 'bold')).toEqual(typed('a |b| c'))
  expect(dress(typed('|one\ntwo|'), 'code').text).toBe('```\none\ntwo\n```')
  expect(dress(typed('|one\ntwo|'), 'list').text).toBe('- one\n- two')
  expect(dress(typed('|- one\n- two|'), 'list').text).toBe('one\ntwo')
  expect(dress(typed('|one\ntwo|'), 'numbers').text).toBe('1. one\n2. two')
  expect(dress(typed('a\nb|'), 'quote')).toEqual(typed('a\n> b|'))
})
