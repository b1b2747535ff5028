// Notes as others write them, and what is no note.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeSigner, platform } from '../tests/_platform.ts'
import { LedgerFormatError } from './bytes.ts'
import { parseCheckpoint, printCheckpoint } from './checkpoint.ts'
import type { NoteVerifier } from './note.ts'
import { confirmNote, cosignedMessage, makeVerifier, packCosignature, parseNote, parseVerifier, printNote, printVerifier } from './note.ts'

const ministry = makeSigner()
const witness = makeSigner()
const byMinistry = makeVerifier(platform, { name: 'chat.example.org/ledger', kind: 'ed25519', publicKey: ministry.publicKey })
const byWitness = makeVerifier(platform, { name: 'audit.example.net/witness', kind: 'cosignature', publicKey: witness.publicKey })
const text = printCheckpoint(platform, { origin: 'chat.example.org/ledger', size: 643_459, root: new Uint8Array(32).fill(7) })

function signed(timeS = 1_800_000_000): string {
  const own = { name: byMinistry.name, keyHash: byMinistry.keyHash, bytes: ministry.sign(platform.utf8.encode(text)) }
  const theirs = { name: byWitness.name, keyHash: byWitness.keyHash, bytes: packCosignature(timeS, witness.sign(cosignedMessage(platform, text, timeS))) }
  return printNote(platform, { text, signatures: [own, theirs] })
}

const names = (confirmed: readonly { verifier: NoteVerifier; timeS: number | undefined }[]) => confirmed.map(({ verifier, timeS }) => [verifier.name, timeS])

test('the key of the Go checksum database, as the world knows it', () => {
  const text = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
  const verifier = parseVerifier(platform, text)
  expect(verifier).toMatchObject({ name: 'sum.golang.org', kind: 'ed25519' })
  expect(printVerifier(platform, verifier)).toBe(text)
})

describe('a checkpoint that two have signed', () => {
  test('says who signed, and when the witness saw it', () => {
    const note = parseNote(platform, signed())
    expect(names(confirmNote(platform, note, [byMinistry, byWitness]))).toEqual([
      ['chat.example.org/ledger', undefined],
      ['audit.example.net/witness', 1_800_000_000],
    ])
    expect(parseCheckpoint(platform, note.text)).toMatchObject({ origin: 'chat.example.org/ledger', size: 643_459 })
    expect(printNote(platform, note)).toBe(signed())
  })

  test('signatures of strangers are passed over; one that does not hold is an error', () => {
    expect(names(confirmNote(platform, parseNote(platform, signed()), [byWitness]))).toEqual([['audit.example.net/witness', 1_800_000_000]])
    const forged = signed().replace('643459', '643458')
    expect(() => confirmNote(platform, parseNote(platform, forged), [byMinistry])).toThrow(LedgerFormatError)
    const note = parseNote(platform, signed())
    const moved = { ...note, signatures: note.signatures.map((each) => ({ ...each, bytes: each.bytes.map((byte, at) => (at === 7 ? byte ^ 1 : byte)) })) }
    expect(() => confirmNote(platform, moved, [byWitness])).toThrow('the signature of audit.example.net/witness does not hold')
  })

  test('a key is given on as a line of text, and is the same when it is read', () => {
    for (const verifier of [byMinistry, byWitness]) expect(parseVerifier(platform, `${printVerifier(platform, verifier)}\n`)).toEqual(verifier)
  })
})

describe('what is no note', () => {
  test.each([
    ['nothing', ''],
    ['a text without signatures', text],
    ['a signature without a text', '\u2014 a AAAAAAAA\n'],
    ['no line break at the end', signed().slice(0, -1)],
    ['a hyphen where the dash belongs', signed().replaceAll('\u2014', '-')],
    ['base64 that is none', signed().replace(/.\n$/, '*\n')],
    ['a million characters', `${'x\n'.repeat(500_000)}\n\u2014 a AAAAAAAA\n`],
  ])('%s', (_, whole) => {
    expect(() => parseNote(platform, whole)).toThrow(LedgerFormatError)
  })

  test.each([
    ['half a row', 'a\n1.5\n'],
    ['a size with a sign', 'a\n+1\n'],
    ['a size beyond what counts', 'a\n9999999999999999\n'],
    ['a size with a zero before it', 'a\n01\n'],
    ['a hash that is short', `a\n1\n${Buffer.alloc(31).toString('base64')}\n`],
    ['no origin', `\n1\n${Buffer.alloc(32).toString('base64')}\n`],
  ])('%s is no checkpoint', (_, wrong) => {
    expect(() => parseCheckpoint(platform, wrong)).toThrow(LedgerFormatError)
  })

  test('any text is a note or LedgerFormatError', () => {
    const anyText = fc.oneof(fc.string(), fc.string().map((end) => signed() + end), fc.nat({ max: signed().length }).map((at) => signed().slice(at)))
    fc.assert(
      fc.property(anyText, (whole) => {
        try {
          return printNote(platform, parseNote(platform, whole)) === whole
        } catch (error) {
          return error instanceof LedgerFormatError
        }
      }),
    )
  })

  test('a key whose name, hash or bytes are wrong is refused', () => {
    const good = printVerifier(platform, byMinistry)
    for (const wrong of ['', 'a+b', good.replace('chat', 'chot'), good.slice(0, -1), good.replace(/\+.{8}\+/, '+00000000+'), `${good} `.replace('chat.', 'chat ')]) {
      expect(() => parseVerifier(platform, wrong)).toThrow(LedgerFormatError)
    }
    expect(() => makeVerifier(platform, { name: 'two words', kind: 'ed25519', publicKey: ministry.publicKey })).toThrow(LedgerFormatError)
  })
})
