// A forger with everything but the witness's key: the database, the file of evidence, the key of the ledger. Whatever is
// edited, deleted, put elsewhere or cut off, the verifier finds it. CHAPPE_FORGERIES sets how many are tried,
// CHAPPE_FORGERIES_SEED makes a run again.
import { expect, test } from 'vitest'
import type { Act, Evidence, EvidenceRow, LedgerRow, NoteSignature, TreeHead } from '../src/index.ts'
import { answerCheckpoint, checkEvidence, cosignedMessage, LedgerFormatError, packCosignature, parseNote, printNote, rowOfAct } from '../src/index.ts'
import { auditor, ledgerKey, MemoryLedger, witnessKey } from './_ledger.ts'
import { platform } from './_platform.ts'

const COUNT = Number(process.env['CHAPPE_FORGERIES'] ?? 400)
const SEED = Number(process.env['CHAPPE_FORGERIES_SEED'] ?? Date.now() % 1_000_000)
const SIZE = 40
const trust = { ledger: ledgerKey, witnesses: [witnessKey], witnessesMin: 1 }

/** A small generator with a seed. */
class Dice {
  private state: number
  constructor(seed: number) {
    this.state = seed >>> 0
  }
  below(count: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.state / 0x1_0000_0000) * count)
  }
  of<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new RangeError('an empty list')
    return found
  }
}

const acts: Act[] = Array.from({ length: 5 }, (_, index) => ({ source: 'desk', number: index + 1, phase: index % 2 === 0 ? 'attempt' : 'end', body: JSON.stringify({ target: '@mallory:example.org', reason: `case ${index}` }) }))

/** The ledger as it was: reads of seven people, and five acts. */
function trueLedger(): MemoryLedger {
  const ledger = new MemoryLedger(SIZE - acts.length)
  ledger.add(acts.map((act, index) => rowOfAct(platform, { ...act, at: 1_800_000_100_000 + index, operation: 'containAccount', account: 5, device: 1, address: '203.0.113.9' })))
  return ledger
}

/** A witness that has signed what there was. */
function cosigned(note: string): string {
  const parsed = parseNote(platform, note)
  const bytes = packCosignature(1_800_000_200, auditor.sign(cosignedMessage(platform, parsed.text, 1_800_000_200)))
  return printNote(platform, { ...parsed, signatures: [...parsed.signatures, { name: witnessKey.name, keyHash: witnessKey.keyHash, bytes }] })
}

const NUMBERS = ['at', 'account', 'device', 'room', 'from', 'to', 'count', 'bytes'] as const
const TEXTS = ['operation', 'subject', 'address'] as const

function editedRow<R extends LedgerRow>(row: R, dice: Dice): R {
  const kinds = (['events', 'media', 'people', 'keys', 'acts'] as const).filter((kind) => kind !== row.kind)
  if (dice.below(8) === 0) return { ...row, kind: dice.of(kinds) }
  if (dice.below(3) === 0) return { ...row, [dice.of(TEXTS)]: `changed ${dice.below(1000)}` }
  const field = dice.of(NUMBERS)
  return { ...row, [field]: row[field] + 1 + dice.below(1000) }
}

/** The operator's forgeries: what becomes of the rows of the ledger. */
const ledgerForgeries: readonly ((rows: readonly LedgerRow[], dice: Dice) => LedgerRow[])[] = [
  (rows, dice) => {
    const at = dice.below(rows.length)
    return rows.map((row, index) => (index === at ? editedRow(row, dice) : row))
  },
  (rows, dice) => rows.toSpliced(dice.below(rows.length), 1 + dice.below(3)),
  (rows, dice) => rows.slice(0, dice.below(rows.length)),
  (rows, dice) => {
    const from = dice.below(rows.length - 1)
    const [taken] = rows.slice(from, from + 1)
    return taken === undefined ? [] : rows.toSpliced(from, 1).toSpliced(from + 1 + dice.below(rows.length - from - 1), 0, taken)
  },
  (rows, dice) => rows.toSpliced(dice.below(rows.length), 0, editedRow(dice.of(rows), dice)),
]

/** The true ledger, its head, and the witness's signature below that. */
interface Truth {
  rows: readonly LedgerRow[]
  head: TreeHead
  cosignatures: readonly NoteSignature[]
}

function tryLedger({ rows, head, cosignatures }: Truth, dice: Dice): string | undefined {
  const forged = new MemoryLedger(0)
  const which = dice.below(ledgerForgeries.length)
  forged.add(ledgerForgeries[which]?.(rows, dice) ?? [])
  // So that it is as long as it was, or longer, or not.
  const more = dice.of([0, SIZE - forged.rows.length, SIZE - forged.rows.length + dice.below(40)])
  if (more > 0) forged.grow(more)
  const size = forged.rows.length
  const note = forged.sign()
  const state = { ledgers: [ledgerKey], findHead: () => head, self: witnessKey, sign: auditor.sign, timeS: 1_800_000_300 }
  // It says how much the witness has signed, or something else.
  const earlier = dice.of([SIZE, SIZE, Math.min(SIZE, size), 0])
  const proof = earlier <= size ? forged.growth(earlier) : []
  if (answerCheckpoint(platform, [`old ${earlier}`, ...proof, '', note].join('\n'), state).status === 200) return `the witness signed forgery ${which} of ${size} rows`
  // The signature of the true head below the forged one.
  const parsed = parseNote(platform, note)
  const evidence = { ...forged.prove(5), checkpoint: printNote(platform, { ...parsed, signatures: [...parsed.signatures, ...cosignatures] }) }
  return isShown(evidence) ? `evidence of forgery ${which} was believed` : undefined
}

/** What is done to the file of evidence. */
const fileForgeries: readonly ((evidence: Evidence, dice: Dice) => unknown)[] = [
  ({ rows, ...rest }, dice) => ({ ...rest, rows: at(rows, dice, (row) => editedRow(row, dice)) }),
  ({ rows, ...rest }, dice) => ({ ...rest, rows: at(rows, dice, (row) => ({ ...row, leaf: row.leaf + 1 + dice.below(50) })) }),
  ({ rows, ...rest }, dice) => ({ ...rest, rows: at(rows, dice, (row) => ({ ...row, salt: platform.base64.encode(platform.sha256(Uint8Array.of(dice.below(256))).slice(0, 16)) })) }),
  ({ rows, ...rest }, dice) => ({ ...rest, rows: rows.toSpliced(dice.below(rows.length), 1 + dice.below(5)) }),
  ({ rows, ...rest }, dice) => ({ ...rest, rows: rows.slice(0, dice.below(rows.length)) }),
  ({ rows, ...rest }, dice) => ({ ...rest, rows: swapped(rows, dice) }),
  ({ rows, ...rest }, dice) => ({ ...rest, rows: rows.toSpliced(dice.below(rows.length), 0, dice.of(rows)) }),
  ({ proof, ...rest }, dice) => ({ ...rest, proof: proof.toSpliced(dice.below(proof.length), 1) }),
  ({ proof, ...rest }, dice) => ({ ...rest, proof: proof.slice(0, dice.below(proof.length)) }),
  ({ proof, ...rest }, dice) => ({ ...rest, proof: swapped(proof, dice) }),
  ({ proof, ...rest }, dice) => ({ ...rest, proof: proof.with(dice.below(proof.length), platform.base64.encode(platform.sha256(Uint8Array.of(dice.below(256), dice.below(256))))) }),
  ({ checkpoint, ...rest }, dice) => ({ ...rest, checkpoint: flipped(checkpoint, dice) }),
  ({ checkpoint, ...rest }, dice) => ({ ...rest, checkpoint: checkpoint.slice(0, dice.below(checkpoint.length - 1)) }),
  ({ acts: said = [], ...rest }, dice) => ({ ...rest, acts: at(said, dice, (act) => ({ ...act, body: flipped(act.body, dice) })) }),
  ({ acts: said = [], ...rest }, dice) => ({ ...rest, acts: at(said, dice, (act) => ({ ...act, number: act.number + 1 })) }),
  ({ acts: said = [], ...rest }, dice) => ({ ...rest, acts: said.toSpliced(dice.below(said.length), 1) }),
  ({ acts: said = [], ...rest }, dice) => ({ ...rest, acts: [...said, dice.of(said)] }),
]

function at<T>(list: readonly T[], dice: Dice, change: (item: T) => T): T[] {
  const place = dice.below(list.length)
  return list.map((item, index) => (index === place ? change(item) : item))
}

function swapped<T>(list: readonly T[], dice: Dice): T[] {
  const one = dice.below(list.length - 1)
  const other = one + 1 + dice.below(list.length - one - 1)
  return list.map((item, index) => (index === one ? list[other] : index === other ? list[one] : item)).filter((item) => item !== undefined)
}

function flipped(text: string, dice: Dice): string {
  const place = dice.below(text.length)
  const letter = dice.of('abcXYZ019+/ '.split('').filter((each) => each !== text[place]))
  return text.slice(0, place) + letter + text.slice(place + 1)
}

function tryFile(evidence: Evidence, whole: string, dice: Dice): string | undefined {
  const which = dice.below(fileForgeries.length)
  const forged = fileForgeries[which]?.(evidence, dice)
  if (JSON.stringify(forged) === whole) return undefined
  const shown = isShown(forged)
  // A note may be signed by somebody else besides, or say less of who signed: what it shows is the same.
  return shown !== false && JSON.stringify([shown.rows, shown.acts]) !== JSON.stringify([evidence.rows, evidence.acts]) ? `forgery ${which} of the file was believed` : shown !== false && which < 11 ? `forgery ${which} of the file was not found` : undefined
}

function isShown(evidence: unknown): { rows: readonly EvidenceRow[]; acts: readonly Act[] } | false {
  try {
    return checkEvidence(platform, evidence, trust)
  } catch (error) {
    if (error instanceof LedgerFormatError) return false
    throw error
  }
}

test(`of ${COUNT} forgeries of the ledger and of evidence, each is found`, { timeout: 60 * 60_000 }, () => {
  const dice = new Dice(SEED)
  const real = trueLedger()
  const honest = real.prove(5)
  const evidence: Evidence = { ...honest, checkpoint: cosigned(honest.checkpoint), acts }
  const whole = JSON.stringify(evidence)
  const shown = checkEvidence(platform, JSON.parse(whole), trust)
  expect([shown.acts.length, shown.rows.filter(({ kind }) => kind === 'acts').length, shown.signers.length]).toEqual([5, 5, 2])
  const cosignatures = parseNote(platform, evidence.checkpoint).signatures.filter(({ name }) => name === witnessKey.name)
  const truth: Truth = { rows: real.rows.map(({ row }) => row), head: real.head(), cosignatures }
  const missed: string[] = []
  for (let round = 0; round < COUNT; round += 1) {
    const found = dice.below(2) === 0 ? tryLedger(truth, dice) : tryFile(JSON.parse(whole), whole, dice)
    if (found !== undefined) missed.push(`round ${round}: ${found}`)
  }
  expect(missed.slice(0, 10), `seed ${SEED}`).toEqual([])
  if (COUNT > 10_000) console.log(`${COUNT} forgeries tried, ${missed.length} believed, seed ${SEED}`)
})
