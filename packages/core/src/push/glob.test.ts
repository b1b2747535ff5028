import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileWholeGlob, compileWordGlob, GLOB_PATTERN_LENGTH_MAX } from './glob.ts'

const whole = (pattern: string, text: string): boolean => compileWholeGlob(pattern)(text)
const word = (pattern: string, text: string): boolean => compileWordGlob(pattern)(text)

describe('a pattern on a whole value', () => {
  test.each([
    ['lunc?*', 'Lunch plans', true],
    ['lunc?*', 'LUNCH', true],
    ['lunc?*', ' lunch', false],
    ['lunc?*', 'lunc', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['?', '🥖', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbXbX', false],
    ['*.example.org', 'matrix.example.org', true],
    ['a*a', 'a', false],
    ['m.room.message', 'mXroomXmessage', false],
    ['M.room.Message', 'm.rOOm.message', true],
    ['kelvin', '\u212aelvin', true],
    ['\u0130stanbul', 'i\u0307stanbul', true],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(whole(pattern, text)).toBe(expected)
  })
})

describe('a pattern on words', () => {
  test.each([
    ['ex*ple', 'An example event.', true],
    ['ex*ple', 'exple', true],
    ['ex*ple', 'An exciting triple-whammy', true],
    ['ex*ple', 'An inexample event', false],
    ['cake', 'Pancakes for all', false],
    ['cake', 'Pancakes, then CAKE!', true],
    ['cake', 'cake_tin', false],
    ['@room', 'hello @room', true],
    ['@room', 'hello @rooms', false],
    ['a?a', 'xaba aba', true],
    ['*', '', true],
    ['bob*', 'kebobs', false],
    ['*bob', 'kebob', true],
  ])('%j in %j: %j', (pattern, text, expected) => {
    expect(word(pattern, text)).toBe(expected)
  })

  test('a display name is text, not a pattern', () => {
    const matches = compileWordGlob('Dr. *', false)
    expect(matches('hello dr. *')).toBe(true)
    expect(matches('hello dr. no')).toBe(false)
  })
})

// The obvious, slow reading of the rules, to compare with.
function slowWhole(pattern: readonly string[], text: readonly string[]): boolean {
  const [head, ...rest] = pattern
  if (head === undefined) return text.length === 0
  if (head === '*') return slowWhole(rest, text) || (text.length > 0 && slowWhole(pattern, text.slice(1)))
  return text.length > 0 && (head === '?' || head === text[0]) && slowWhole(rest, text.slice(1))
}

function slowWord(pattern: readonly string[], text: readonly string[]): boolean {
  const isBoundary = (index: number): boolean =>
    !/^[A-Za-z0-9_]$/.test(text[index - 1] ?? '') || !/^[A-Za-z0-9_]$/.test(text[index] ?? '')
  const places = Array.from({ length: text.length + 1 }, (_, index) => index).filter(isBoundary)
  return places.some((start) =>
    places.some((end) => end >= start && slowWhole(pattern, text.slice(start, end))))
}

const patterns = fc.array(fc.constantFrom('a', 'b', ' ', '*', '?', '🥖'), { maxLength: 7 })
const texts = fc.array(fc.constantFrom('a', 'b', ' ', '_', '🥖'), { maxLength: 9 })

test('matching agrees with the obvious reading of the rules', () => {
  fc.assert(fc.property(patterns, texts, (pattern, text) => {
    expect(whole(pattern.join(''), text.join(''))).toBe(slowWhole(pattern, text))
    expect(word(pattern.join(''), text.join(''))).toBe(slowWord(pattern, text))
  }), { numRuns: 2000 })
})

test('a segment longer than a machine word is matched bit by bit all the same', () => {
  const long = `${'a'.repeat(40)}?${'b'.repeat(40)}`
  expect(whole(long, `${'a'.repeat(40)}x${'b'.repeat(40)}`)).toBe(true)
  expect(whole(long, `${'a'.repeat(40)}x${'b'.repeat(39)}c`)).toBe(false)
  expect(whole(`*${long}*`, `zz${'a'.repeat(40)}x${'b'.repeat(40)}zz`)).toBe(true)
  expect(word(long, `see ${'a'.repeat(45)} ${'a'.repeat(40)}-${'b'.repeat(40)}`)).toBe(true)
})

test('hostile patterns on a text of 64 KiB come to an end', () => {
  // The text has every literal part of the patterns, so that nothing is answered without the search itself.
  const text = `ab ${'a'.repeat(65_536)}`
  const stars = 'a*'.repeat(500)
  const questions = '?a'.repeat(500)
  expect(whole(`${stars}b`, text)).toBe(false)
  expect(word(`${questions}b`, text)).toBe(false)
  expect(word(`*${questions}*b`, text)).toBe(false)
  expect(whole('a'.repeat(GLOB_PATTERN_LENGTH_MAX + 1), 'a'.repeat(GLOB_PATTERN_LENGTH_MAX + 1))).toBe(false)
})
