// Alice's reads, proven to somebody who has no server; and what a forger, a forgetful operator and a witness make of it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Evidence, TreeHead } from '../src/index.ts'
import { answerCheckpoint, checkEvidence, LedgerFormatError, makeVerifier, printNote } from '../src/index.ts'
import { auditor, ledgerKey, MemoryLedger, ministry, witnessKey } from './_ledger.ts'
import { platform } from './_platform.ts'

const { base64 } = platform

const trust = { ledger: ledgerKey, witnesses: [witnessKey], witnessesMin: 0 }

describe('evidence', () => {
  test('shows the rows of an account, and that the ledger went on from the head that the case began with', () => {
    const ledger = new MemoryLedger(300)
    const before = { note: ledger.sign(), size: 300 }
    ledger.grow(500)
    const shown = checkEvidence(platform, JSON.parse(JSON.stringify(ledger.prove(3, [before]))), trust)
    expect([shown.rows.length, shown.checkpoint.size, shown.earlier.map(({ size }) => size)]).toEqual([114, 800, [300]])
    expect(shown.rows.every((row) => row.account === 3)).toBe(true)
  })

  test('of nobody, and of an empty ledger, shows nothing', () => {
    expect(checkEvidence(platform, new MemoryLedger(10).prove(99), trust).rows).toEqual([])
    expect(checkEvidence(platform, new MemoryLedger(0).prove(1), trust).checkpoint.size).toBe(0)
  })

  test('whatever is changed in it, taken out, put in, or put elsewhere, it shows no more', () => {
    const ledger = new MemoryLedger(200)
    const before = { note: ledger.sign(), size: 200 }
    ledger.grow(133)
    const whole = JSON.stringify(ledger.prove(5, [before]))
    const good: Evidence = JSON.parse(whole)
    const forgeries: ((evidence: Evidence, at: number, by: number) => unknown)[] = [
      ({ rows, ...rest }, at, by) => ({ ...rest, rows: rows.map((row, index) => (index === at % rows.length ? { ...row, count: row.count + by } : row)) }),
      ({ rows, ...rest }, at, by) => ({ ...rest, rows: rows.map((row, index) => (index === at % rows.length ? { ...row, at: row.at + by } : row)) }),
      ({ rows, ...rest }, at, by) => ({ ...rest, rows: rows.map((row, index) => (index === at % rows.length ? { ...row, leaf: row.leaf + by } : row)) }),
      ({ rows, ...rest }, at) => ({ ...rest, rows: rows.toSpliced(at % rows.length, 1) }),
      ({ rows, ...rest }, at) => ({ ...rest, rows: rows.toSpliced(at % rows.length, 0, ...rows.slice(0, 1).map((row) => ({ ...row, leaf: 1 }))) }),
      ({ rows, ...rest }) => ({ ...rest, rows: rows.toReversed() }),
      ({ proof, ...rest }, at) => ({ ...rest, proof: proof.toSpliced(at % proof.length, 1) }),
      ({ proof, ...rest }, at) => ({ ...rest, proof: proof.with(at % proof.length, base64.encode(platform.sha256(Uint8Array.of(at % 256)))) }),
      ({ checkpoint, ...rest }) => ({ ...rest, checkpoint: checkpoint.replace('\n333\n', '\n332\n') }),
      ({ earlier, ...rest }) => ({ ...rest, earlier: earlier.map((each) => ({ ...each, proof: each.proof.slice(1) })) }),
    ]
    fc.assert(
      fc.property(fc.nat({ max: forgeries.length - 1 }), fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 1000 }), (which, at, by) => {
        expect(() => checkEvidence(platform, forgeries[which]?.(good, at, by), trust)).toThrow(LedgerFormatError)
      }),
      { numRuns: 400 },
    )
    expect(checkEvidence(platform, JSON.parse(whole), trust).rows).toHaveLength(47)
  })

  test('any character of the file that is changed is found, or changes nothing that it says', () => {
    const evidence = JSON.stringify(new MemoryLedger(40).prove(2))
    const said = JSON.stringify(checkEvidence(platform, JSON.parse(evidence), trust).rows)
    fc.assert(
      fc.property(fc.nat({ max: evidence.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, by) => {
        try {
          const shown = checkEvidence(platform, JSON.parse(evidence.slice(0, at) + by + evidence.slice(at + 1)), trust)
          return JSON.stringify(shown.rows) === said
        } catch (error) {
          return error instanceof LedgerFormatError || error instanceof SyntaxError
        }
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['nothing', undefined],
    ['a text', 'evidence'],
    ['a list', []],
    ['another format', { format: 'chappe-ledger-evidence/2' }],
    ['a prototype', JSON.parse('{"__proto__":{"format":"chappe-ledger-evidence/1"}}')],
  ])('%s is none', (_, value) => {
    expect(() => checkEvidence(platform, value, trust)).toThrow(LedgerFormatError)
  })

  test('a ledger that signs with another key, or under another name, is not this one', () => {
    const other = makeVerifier(platform, { name: 'chat.example.com/ledger', kind: 'ed25519', publicKey: ministry.publicKey })
    expect(() => checkEvidence(platform, new MemoryLedger(3, other).prove(1), trust)).toThrow('has not signed')
  })
})

describe('a witness', () => {
  const heads = new Map<string, TreeHead>()
  const state = { ledgers: [ledgerKey], findHead: (origin: string) => heads.get(origin), self: witnessKey, sign: auditor.sign, timeS: 1_800_000_060 }
  const ask = (ledger: MemoryLedger, earlier: number) => {
    const answer = answerCheckpoint(platform, [`old ${earlier}`, ...ledger.growth(earlier), '', ledger.sign()].join('\n'), state)
    if (answer.signed !== undefined) heads.set(answer.signed.origin, answer.signed)
    return answer
  }

  test('signs what goes on from what it signed, and with its line the evidence has a witness', () => {
    heads.clear()
    const ledger = new MemoryLedger(50)
    expect(ask(ledger, 0).status).toBe(200)
    ledger.grow(70)
    const { status, text } = ask(ledger, 50)
    expect(status).toBe(200)
    const evidence = ledger.prove(1)
    expect(() => checkEvidence(platform, evidence, { ...trust, witnessesMin: 1 })).toThrow('0 of 1 witnesses have signed')
    const shown = checkEvidence(platform, { ...evidence, checkpoint: evidence.checkpoint + text }, { ...trust, witnessesMin: 1 })
    expect(shown.signers.map(({ verifier, timeS }) => [verifier.name, timeS])).toEqual([['chat.example.org/ledger', undefined], ['audit.example.net/witness', 1_800_000_060]])
  })

  test('says what it signed last to whoever thinks it was something else, and signs no ledger that lost or changed a row', () => {
    heads.clear()
    const ledger = new MemoryLedger(100)
    expect(ask(ledger, 0).status).toBe(200)
    const shorter = new MemoryLedger(60)
    expect(ask(shorter, 60)).toMatchObject({ status: 409, text: '100\n' })
    // Other salts: other rows as far as anybody can see.
    const forged = new MemoryLedger(0)
    forged.grow(1)
    forged.grow(150)
    expect(ask(ledger, 100).status).toBe(200)
    expect(answerCheckpoint(platform, [`old 100`, ...forged.growth(100), '', forged.sign()].join('\n'), state).status).toBe(422)
  })

  test.each([
    ['nothing', '', 400],
    ['no size', 'old\n\nx', 400],
    ['a proof that is none', 'old 1\nabc\n\nx', 400],
    ['a ledger that is not known', `old 0\n\n${printNote(platform, { text: 'else.example/ledger\n0\n\n', signatures: [{ name: 'a', keyHash: Uint8Array.of(1, 2, 3, 4), bytes: Uint8Array.of(1) }] })}`, 404],
    ['a head that was not signed', `old 0\n\n${new MemoryLedger(5).sign().replace('\n5\n', '\n6\n')}`, 403],
    ['an old size above the new one', `old 9\n\n${new MemoryLedger(5).sign()}`, 400],
    ['a hundred thousand lines', `old 1\n${'A\n'.repeat(100_000)}\n`, 400],
  ])('%s is answered %i', (_, body, status) => {
    heads.clear()
    expect(answerCheckpoint(platform, body, state).status).toBe(status)
  })
})
