import { describe, expect, test } from 'vitest'
import type { LedgerRow } from '../row.ts'
import { createCoverage } from './coverage.ts'

const row = (more: Partial<LedgerRow>): LedgerRow => ({ at: 100, operation: 'sync', kind: 'events', account: 1, device: 1, room: 7, from: 0, to: 0, count: 0, bytes: 0, subject: '', address: '192.0.2.1', ...more })
const LEAK = [
  { kind: 'event', room: 7, position: 10 },
  { kind: 'event', room: 7, position: 12 },
  { kind: 'file', mediaId: 'plan' },
] as const

describe('a session covers what its rows name', () => {
  test.each([
    ['an event by itself', row({ from: 10, to: 10, count: 1 }), [1, 0]],
    ['both, and one between', row({ from: 10, to: 12, count: 3, steps: [1] }), [2, 0]],
    ['a range that names others', row({ from: 9, to: 13, count: 3, steps: [2] }), [0, 0]],
    ['a range that does not name its events: perhaps', row({ from: 9, to: 13, count: 4 }), [2, 2]],
    ['the same place in another room', row({ room: 8, from: 10, to: 10, count: 1 }), [0, 0]],
    ['the file, as a picture of it too', row({ kind: 'media', subject: 'plan small', count: 1 }), [1, 0]],
    ['another file', row({ kind: 'media', subject: 'planning', count: 1 }), [0, 0]],
    ['people, at the same numbers', row({ kind: 'people', from: 10, to: 10, count: 1 }), [0, 0]],
  ])('%s', (_, shown, [covered, vague]) => {
    const coverage = createCoverage(LEAK)
    coverage.add(shown)
    expect(coverage.ranked(10).map((each) => [each.covered, each.vague])).toEqual(covered === 0 ? [] : [[covered, vague]])
    expect(coverage.counts().sessions).toBe(1)
  })
})

test('those that cover most come first; of equals, those that are sure, then those that have read least else', () => {
  const coverage = createCoverage(LEAK)
  for (const account of [1, 2, 3, 4]) coverage.add(row({ account, from: 10, to: 10, count: 1, at: 100 + account }))
  coverage.add(row({ account: 2, kind: 'media', subject: 'plan', at: 50, address: '192.0.2.9' }))
  for (let n = 0; n < 5; n += 1) coverage.add(row({ account: 3, room: 9, from: n + 1, to: n + 1, count: 1 }))
  coverage.add(row({ account: 5, from: 9, to: 11, count: 2 + 1 }))
  coverage.add(row({ account: 0, from: 10, to: 10, count: 1 }))
  expect(coverage.ranked(10).map(({ account, covered, vague, reads }) => [account, covered, vague, reads])).toEqual([[2, 2, 0, 2], [1, 1, 0, 1], [4, 1, 0, 1], [3, 1, 0, 6], [5, 1, 1, 1]])
  expect(coverage.ranked(1)[0]).toMatchObject({ firstAtMs: 50, lastAtMs: 102, addresses: ['192.0.2.1', '192.0.2.9'] })
  expect([coverage.counts(), coverage.readers(), coverage.named(), coverage.isCut]).toEqual([{ sessions: 5, some: 5, all: 0 }, [5, 0, 1], [true, false, true], false])
})

test('what a vague row may have shown is sure once another row names it', () => {
  const coverage = createCoverage(LEAK)
  coverage.add(row({ from: 9, to: 13, count: 4 }))
  coverage.add(row({ from: 12, to: 12, count: 1 }))
  coverage.add(row({ from: 9, to: 13, count: 4 }))
  expect(coverage.ranked(1)[0]).toMatchObject({ covered: 2, vague: 1, reads: 3 })
})
