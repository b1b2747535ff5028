// What was asked of the ledger is kept as words, and read again as it was meant.
import { expect, test } from 'vitest'
import { parseSearchTarget, printSearchTarget } from './search-target.ts'

test('each kind comes back as it was, also where the value looks like words of ours', () => {
  for (const kind of ['account', 'room', 'person', 'file', 'network'] as const) {
    const target = { kind, value: '!from-to:chappe.test', fromMs: 0, toMs: 1_796_000_000_123 }
    expect(parseSearchTarget(printSearchTarget(target))).toEqual(target)
  }
})

test('what is no search is none, and a time that runs backwards is refused', () => {
  for (const text of ['', '@mallory:chappe.test', 'planet mars from 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:00.000Z', 'room !a from then to now']) expect(parseSearchTarget(text)).toBeUndefined()
  expect(() => printSearchTarget({ kind: 'room', value: '!a', fromMs: 2, toMs: 1 })).toThrow('ends before it begins')
  expect(() => printSearchTarget({ kind: 'room', value: '!a', fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })).toThrow('never')
})
