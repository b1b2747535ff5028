// Whose keys were shown, in the ledger.
import { expect, test } from 'vitest'
import { keyReadsOf, subjectsOf } from './subject.ts'

test('everybody is named once, in subjects of at most 255 bytes', () => {
  expect(subjectsOf([])).toEqual([])
  expect(subjectsOf(['@alice:x'])).toEqual(['@alice:x'])
  expect(subjectsOf(['@alice:x', '@bob:x'])).toEqual(['@alice:x @bob:x'])
  const crowd = Array.from({ length: 100 }, (_, at) => `@person-${at}:chat.example.org`)
  const subjects = subjectsOf(crowd)
  expect(subjects.every((subject) => Buffer.byteLength(subject) <= 255)).toBe(true)
  expect(subjects.flatMap((subject) => subject.split(' '))).toEqual(crowd)
  const long = `@${'é'.repeat(120)}:x`
  expect(subjectsOf([long, long])).toEqual([long, long])
})

test('how many keys were shown stands on the first row', () => {
  const reads = keyReadsOf(Array.from({ length: 50 }, (_, at) => `@person-${at}:chat.example.org`), 120)
  expect(reads.length).toBeGreaterThan(3)
  expect(reads.map(({ count }) => count)).toEqual([120, ...reads.slice(1).map(() => 0)])
})
