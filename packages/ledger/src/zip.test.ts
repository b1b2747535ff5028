// The archive: what goes in comes out, it has one form, and whatever is done to it is seen.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ZipEntry } from './index.ts'
import { LedgerFormatError, readZip, zipHeader, zipTrailer } from './index.ts'

const entryOf = (name: string, packed: Uint8Array): ZipEntry => ({ name, isPacked: false, packed, size: packed.length, crc32: 4711 })
const write = (entries: readonly ZipEntry[]): Uint8Array => Buffer.concat([...entries.flatMap((entry) => [zipHeader(entry), entry.packed]), zipTrailer(entries)])
const plain = (entries: readonly ZipEntry[]) => entries.map((entry) => ({ ...entry, packed: [...entry.packed] }))
const three = [entryOf('report.json', Buffer.from('{"a":1}')), { ...entryOf('evidence.json', Buffer.from([1, 2, 3])), isPacked: true, size: 99 }, entryOf('manifest.sig', Buffer.from('signed'))]

test('what goes in comes out', () => {
  expect(plain(readZip(write(three)))).toEqual(plain(three))
  expect(readZip(write([]))).toEqual([])
})

test('an edit anywhere but in a file is seen; one in a file is left to its hash', () => {
  const whole = write(three)
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] ?? 0) ^ flip
      try {
        expect(plain(readZip(changed))).not.toEqual(plain(three))
      } catch (error) {
        expect(error).toBeInstanceOf(LedgerFormatError)
      }
    }),
    { numRuns: 2000 },
  )
})

test('cut short, lengthened, or in another order, it is none', () => {
  const whole = write(three)
  for (let length = 0; length < whole.length; length += 1) expect(() => readZip(whole.subarray(0, length))).toThrow(LedgerFormatError)
  expect(() => readZip(Buffer.concat([whole, Buffer.from([0])]))).toThrow(LedgerFormatError)
  expect(() => readZip(Buffer.concat([Buffer.from([0]), whole]))).toThrow(LedgerFormatError)
  expect(() => readZip(write([...three, ...three.slice(0, 1)]))).toThrow(/one name/)
})

test('hostile bytes meet one error only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        readZip(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(LedgerFormatError)
      }
    }),
  )
})

test.each(['', '../evil', 'a/b', 'Ä', 'UPPER', '.hidden', 'a'.repeat(65)])('%s is no name of a file', (name) => {
  expect(() => zipHeader(entryOf(name, Buffer.from('')))).toThrow(LedgerFormatError)
})
