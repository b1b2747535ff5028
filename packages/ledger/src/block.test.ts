// The block format: what goes in comes out, and hostile bytes meet one error only.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LedgerRow } from './index.ts'
import { decodeBlock, encodeBlock, LEDGER_KINDS, LedgerFormatError, numbersOf } from './index.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => strict.decode(bytes) }

const alicesSync: LedgerRow = {
  at: 1_760_000_000_000,
  operation: 'sync',
  kind: 'events',
  account: 1,
  device: 2,
  room: 3,
  from: 40,
  to: 44,
  count: 5,
  bytes: 2048,
  subject: '',
  address: '203.0.113.7',
}
const bobsBackup: LedgerRow = { ...alicesSync, at: alicesSync.at - 7, operation: 'getRoomKeys', kind: 'keys', room: 0, from: 0, to: 0, subject: 'backup:3' }

const natural = fc.maxSafeNat()
const anyRow: fc.Arbitrary<LedgerRow> = fc
  .record({
    at: natural,
    operation: fc.string({ unit: 'grapheme' }),
    kind: fc.constantFrom(...LEDGER_KINDS),
    account: natural,
    device: natural,
    room: natural,
    from: natural,
    to: natural,
    count: natural,
    bytes: natural,
    subject: fc.string({ unit: 'grapheme' }),
    address: fc.string({ unit: 'grapheme' }),
    steps: fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 20 }),
  })
  .map(({ steps, ...row }) => (steps.length === 0 ? { ...row, from: Math.min(row.from, row.to), to: Math.max(row.from, row.to) } : stepped(row, steps)))

function stepped(row: LedgerRow, steps: number[]): LedgerRow {
  const from = row.from % 2 ** 40
  return { ...row, steps, count: steps.length + 2, from, to: from + steps.reduce((sum, step) => sum + step, 1) }
}

/** What decoding throws, or nothing. */
function thrownBy(bytes: Uint8Array): unknown {
  try {
    decodeBlock(bytes, utf8)
    return undefined
  } catch (error) {
    return error
  }
}

const onlyItsOwnError = (bytes: Uint8Array): boolean => {
  const thrown = thrownBy(bytes)
  return thrown === undefined || thrown instanceof LedgerFormatError
}

describe('what goes in comes out', () => {
  test("Alice's sync and Bob's backup come back in their order", () => {
    expect(decodeBlock(encodeBlock([alicesSync, bobsBackup], utf8), utf8)).toEqual([alicesSync, bobsBackup])
    expect(decodeBlock(encodeBlock([], utf8), utf8)).toEqual([])
  })

  test('any rows', () => {
    fc.assert(fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
      expect(decodeBlock(encodeBlock(rows, utf8), utf8)).toEqual(rows)
    }))
  })

  test('a block from before addresses were written down', () => {
    // One row of `sync`, all of whose numbers are 1.
    const before = Uint8Array.from([1, 9, 2, 0, 4, ...Buffer.from('sync'), 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0])
    expect(decodeBlock(before, utf8)).toEqual([{ at: 9, operation: 'sync', kind: 'events', account: 1, device: 1, room: 1, from: 1, to: 1, count: 1, bytes: 1, subject: '', address: '' }])
  })

  test('a block from before the numbers between were written down', () => {
    const before = Uint8Array.from([2, 9, 3, 0, 4, ...Buffer.from('sync'), 1, 0x31, 1, 0, 1, 1, 1, 1, 0, 1, 5, 3, 1, 0, 2])
    const [row] = decodeBlock(before, utf8)
    expect(row).toEqual({ at: 10, operation: 'sync', kind: 'events', account: 1, device: 1, room: 0, from: 1, to: 6, count: 3, bytes: 1, subject: '', address: '1' })
    expect(row && numbersOf(row)).toBeUndefined()
  })

  test("which events of a page were shown stands in its row, and costs a byte or two each", () => {
    const page: LedgerRow = { ...alicesSync, from: 40, to: 900, count: 5, steps: [1, 300, 500] }
    const [row] = decodeBlock(encodeBlock([page], utf8), utf8)
    expect(row && numbersOf(row)).toEqual([40, 41, 341, 841, 900])
    expect(numbersOf({ ...alicesSync, from: 40, to: 44, count: 2 })).toEqual([40, 44])
    expect(numbersOf({ ...alicesSync, from: 40, to: 40, count: 1 })).toEqual([40])
    for (const vague of [{ from: 40, to: 44, count: 1 }, { from: 40, to: 44, count: 3 }, { from: 0, to: 0, count: 1 }, { count: 0 }]) expect(numbersOf({ ...alicesSync, ...vague })).toBeUndefined()
    const longest: LedgerRow = { ...page, count: 100, to: 40 + 100 * 200, steps: Array.from({ length: 98 }, () => 200) }
    expect(encodeBlock([longest], utf8).length).toBeLessThan(400)
  })

  test('a block of a thousand syncs takes about twenty bytes a row', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ ...alicesSync, at: alicesSync.at + index, account: index, from: index * 9, to: index * 9 + 4 }))
    expect(encodeBlock(rows, utf8).length).toBeLessThan(20_000)
  })
})

describe('what is no row is not packed', () => {
  test.each<[string, Partial<LedgerRow>]>([
    ['a range that runs backwards', { from: 5, to: 4 }],
    ['a negative count', { count: -1 }],
    ['half an event', { count: 0.5 }],
    ['a position beyond 2^53', { to: 2 ** 53 }],
    ['no number', { bytes: Number.NaN }],
    ['steps that lead beyond the end', { from: 40, to: 44, count: 4, steps: [3, 1] }],
    ['a step on the spot', { from: 40, to: 44, count: 3, steps: [0] }],
    ['fewer steps than it counts', { from: 40, to: 44, count: 4, steps: [1] }],
    ['steps that are none', { from: 40, to: 44, count: 2, steps: [] }],
  ])('%s', (_, wrong) => {
    expect(() => encodeBlock([{ ...alicesSync, ...wrong }], utf8)).toThrow(LedgerFormatError)
  })

  test('a kind that nobody knows', () => {
    const kinds: string[] = ['thoughts']
    const row = { ...alicesSync, kind: kinds[0] as LedgerRow['kind'] }
    expect(() => encodeBlock([row], utf8)).toThrow(LedgerFormatError)
  })
})

describe('hostile bytes', () => {
  test('any bytes throw LedgerFormatError or nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => onlyItsOwnError(bytes)))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => onlyItsOwnError(Uint8Array.of(1, ...bytes))))
  })

  test('a block cut short, or with a byte changed, throws LedgerFormatError or nothing', () => {
    const whole = encodeBlock([alicesSync, bobsBackup], utf8)
    for (let length = 0; length < whole.length; length += 1) expect(thrownBy(whole.subarray(0, length))).toBeInstanceOf(LedgerFormatError)
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const changed = whole.slice()
        changed[at] = value
        return onlyItsOwnError(changed)
      }),
    )
  })

  const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
  test.each<[string, number[], RegExp]>([
    ['an unknown version', [4], /version 4/],
    ['more strings than bytes', [1, 0, ...huge], /strings in 0 bytes/],
    ['a string longer than the block', [1, 0, 1, ...huge], /ends too soon/],
    ['more rows than bytes', [1, 0, 1, 0, 0xff, 0x07, 0], /1023 rows in 1 bytes/],
    ['a million rows and more', [1, 0, 1, 0, ...huge], /rows in one block/],
    ['a string that is not UTF-8', [1, 0, 1, 1, 0xff, 0], /not UTF-8/],
    ['an integer of eight bytes', [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], /too l/],
    ['an integer with a tail of nothing', [1, 0x80, 0x00, 0, 0], /longer than it need be/],
    ['a kind that is not', [1, 0, 1, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], /kind/],
    ['a string that is not there', [1, 0, 1, 0, 1, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0], /no string 7/],
    ['more steps than bytes', [3, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9], /9 steps in 0 bytes/],
    ['bytes after the end', [1, 0, 1, 0, 0, 0], /after the last row/],
    ['a time beyond 2^53', [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], /too large/],
  ])('%s', (_, bytes, words) => {
    expect(thrownBy(Uint8Array.from(bytes))).toMatchObject({ name: 'LedgerFormatError', message: expect.stringMatching(words) as string })
  })
})
