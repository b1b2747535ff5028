import { expect, test } from 'vitest'
import { createDice } from '../people/names.ts'
import { BREACH, sizesAt, splitUnevenly } from './sizes.ts'

test('at full scale the country is the one of the breach', () => {
  expect(sizesAt(1)).toEqual(BREACH)
})

test('a small country has everything that the large one has', () => {
  const small = sizesAt(0.000_01)
  expect(small.rooms).toBe(3)
  expect(small.messages).toBeGreaterThan(small.files)
  expect(small.accounts).toBeGreaterThan(small.people)
})

test('parts sum to the whole, each has its least, and they differ', () => {
  const parts = splitUnevenly(13_510_000, 500, { least: 1, dice: createDice(7) })
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(13_510_000)
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(1)
  expect(Math.max(...parts)).toBeGreaterThan(Math.min(...parts) * 5)
  expect(() => splitUnevenly(3, 4, { least: 1, dice: createDice(7) })).toThrow(RangeError)
})
