import { describe, expect, test } from 'vitest'
import { readClaims } from './read-claims.ts'

const figures = (text: string): unknown[] => readClaims(text).claims.map((claim) => ('id' in claim ? [claim.kind, claim.id] : [claim.kind, claim.claimed]))

describe('figures', () => {
  test.each([
    ['876 rooms, 643,459 messages, 59,386 files / 13.51 GB, 73,467 accounts', [['rooms', 876], ['messages', 643_459], ['files', 59_386], ['bytes', 13.51e9], ['people', 73_467]]],
    ['876 salons, 643 459 messages, 59 386 fichiers (13,51 Go), 73 467 agents', [['rooms', 876], ['messages', 643_459], ['files', 59_386], ['bytes', 13.51e9], ['people', 73_467]]],
    ['643\u202F459 messages et 1.234.567 octets', [['messages', 643_459], ['bytes', 1_234_567]]],
    ['12 open rooms; 3 salons publics', [['rooms', 12], ['rooms', 3]]],
    ['2 GiB', [['bytes', 2 ** 31]]],
    ['in 2026 we took 5 rooms, again: 5 rooms', [['rooms', 5]]],
    ['version 1.2.3 files, 999999999999999999999 messages', []],
    ['a classroom of 12 roomsful', []],
  ])('%s', (text, claims) => expect(figures(text)).toEqual(claims))

  test('that are rounded may be a little above the truth', () => {
    expect(readClaims('13.51 GB').claims[0]).toMatchObject({ slack: 5_000_000 })
    expect(readClaims('14 Go').claims[0]).toMatchObject({ slack: 500_000_000 })
    expect(readClaims('876 rooms').claims[0]).toMatchObject({ slack: 0 })
  })
})

test('identifiers of every kind are found in any text', () => {
  const text = 'See $AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_ABCDEFG in !abc:chappe.test, mxc://chappe.test/file_1 by @alice:chappe.test. And !v12roomIdWithoutServer0123456789.'
  expect(figures(text)).toEqual([
    ['event', '$AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_ABCDEFG'],
    ['room', '!abc:chappe.test'],
    ['file', 'mxc://chappe.test/file_1'],
    ['person', '@alice:chappe.test'],
    ['room', '!v12roomIdWithoutServer0123456789'],
  ])
})

test('a text is read in time that does not run away, and to a bound', () => {
  for (const text of ['1 '.repeat(50_000), '1,'.repeat(50_000), '$'.repeat(100_000), '!a'.repeat(50_000), 'mxc://'.repeat(16_000), '@a:'.repeat(33_000)]) readClaims(text)
  const many = readClaims(Array.from({ length: 5000 }, (_, index) => `@user${index}:chappe.test`).join(' '))
  expect([many.claims.length, many.isCut]).toEqual([2000, true])
})
