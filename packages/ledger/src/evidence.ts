// Evidence: rows of the ledger, and what shows without the server that they are in it, as it was signed and cosigned.
import { LedgerFormatError } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { hashRow } from './leaf.ts'
import type { Confirmed, NoteVerifier } from './note.ts'
import { confirmNote, parseNote } from './note.ts'
import type { Platform } from './platform.ts'
import type { LedgerRow } from './row.ts'
import { isLedgerRow, LEDGER_KINDS } from './row.ts'
import type { TreeHead } from './tree.ts'
import { isConsistent, isSame, rootOfProof } from './tree.ts'

/** What evidence says it is. */
export const EVIDENCE_FORMAT = 'chappe-ledger-evidence/1'

/** Rows with their proof, as JSON. Bytes are base64. */
export interface Evidence {
  format: typeof EVIDENCE_FORMAT
  /** The signed note of the head that everything is proven against. */
  checkpoint: string
  /** In the order of the ledger: place in the tree, salt, row. */
  rows: readonly EvidenceRow[]
  /** The hashes that make the head out of the rows. */
  proof: readonly string[]
  /** Earlier heads, the oldest first, each with what shows that `checkpoint` goes on where it ended. */
  earlier: readonly { checkpoint: string; proof: readonly string[] }[]
}

/** A row, where it is, and what its hash is salted with. */
export interface EvidenceRow extends LedgerRow {
  leaf: number
  salt: string
}

/** What evidence was found to show. */
export interface Shown {
  checkpoint: Checkpoint
  rows: readonly EvidenceRow[]
  /** Who signed the head: the ledger itself, and the witnesses that are known, with the time at which they did. */
  signers: readonly Confirmed[]
  earlier: readonly Checkpoint[]
}

/** Who is believed. */
export interface Trust {
  ledger: NoteVerifier
  witnesses: readonly NoteVerifier[]
  /** How many of the witnesses have to have signed. */
  witnessesMin: number
}

const ROWS_MAX = 5_000_000
const EARLIER_MAX = 10_000

/**
 * Looks whether evidence shows what it says. Throws `LedgerFormatError` that names the first thing that is wrong: a row that
 * is not in the tree, or not as it stands there; a head that was not signed, or that an earlier one contradicts.
 */
export function checkEvidence(platform: Platform, value: unknown, trust: Trust): Shown {
  const evidence = parseEvidence(value)
  const { checkpoint, signers } = readHead(platform, evidence.checkpoint, trust)
  const cosigned = signers.filter(({ verifier }) => verifier.kind === 'cosignature').length
  if (cosigned < trust.witnessesMin) throw new LedgerFormatError(`${cosigned} of ${trust.witnessesMin} witnesses have signed`)
  const bytesOf = (text: string): Uint8Array => decode(platform, text)
  const leaves = evidence.rows.map(({ leaf, salt, ...row }) => ({ index: leaf, hash: hashRow(platform, row, bytesOf(salt)) }))
  const root = checkpoint.size === 0 && leaves.length === 0 ? platform.sha256() : rootOfProof(platform.sha256, checkpoint.size, leaves, evidence.proof.map(bytesOf))
  if (root === undefined || !isSame(root, checkpoint.root)) throw new LedgerFormatError('the rows are not those of the ledger')
  const earlier = evidence.earlier.map((each) => {
    const head = readHead(platform, each.checkpoint, { ...trust, witnesses: [] }).checkpoint
    assertGrown(platform, head, { later: checkpoint, proof: each.proof.map(bytesOf) })
    return head
  })
  return { checkpoint, rows: evidence.rows, signers, earlier }
}

function assertGrown(platform: Platform, head: TreeHead, { later, proof }: { later: TreeHead; proof: readonly Uint8Array[] }): void {
  if (!isConsistent(platform.sha256, head, later, proof)) throw new LedgerFormatError(`the ledger of ${head.size} rows was changed afterwards`)
}

/** Reads a signed head of a ledger. Throws where the ledger did not sign it, or it is of another one. */
export function readHead(platform: Platform, whole: string, { ledger, witnesses }: Pick<Trust, 'ledger' | 'witnesses'>): { checkpoint: Checkpoint; signers: Confirmed[] } {
  const note = parseNote(platform, whole)
  const signers = confirmNote(platform, note, [ledger, ...witnesses])
  if (!signers.some(({ verifier }) => verifier === ledger)) throw new LedgerFormatError(`${ledger.name} has not signed this`)
  const checkpoint = parseCheckpoint(platform, note.text)
  if (checkpoint.origin !== ledger.name) throw new LedgerFormatError(`this is of ${checkpoint.origin}`)
  return { checkpoint, signers }
}

function parseEvidence(value: unknown): Evidence {
  const { format, checkpoint, rows, proof, earlier } = fieldsOf(value)
  if (format !== EVIDENCE_FORMAT) throw new LedgerFormatError('not evidence that is known here')
  return {
    format: EVIDENCE_FORMAT,
    checkpoint: textOf(checkpoint),
    rows: listOf(rows, ROWS_MAX).map(parseRow),
    proof: listOf(proof, ROWS_MAX * 53).map(textOf),
    earlier: listOf(earlier, EARLIER_MAX).map((each) => {
      const fields = fieldsOf(each)
      return { checkpoint: textOf(fields['checkpoint']), proof: listOf(fields['proof'], 64).map(textOf) }
    }),
  }
}

function parseRow(value: unknown): EvidenceRow {
  const { leaf, salt, at, operation, kind, account, device, room, from, to, count, bytes, subject, address, steps } = fieldsOf(value)
  const known = LEDGER_KINDS.find((each) => each === kind)
  if (known === undefined) throw new LedgerFormatError('a row of a kind that is not known here')
  const row = {
    at: numberOf(at),
    operation: textOf(operation),
    kind: known,
    account: numberOf(account),
    device: numberOf(device),
    room: numberOf(room),
    from: numberOf(from),
    to: numberOf(to),
    count: numberOf(count),
    bytes: numberOf(bytes),
    subject: textOf(subject),
    address: textOf(address),
    ...(steps === undefined ? {} : { steps: listOf(steps, ROWS_MAX).map(numberOf) }),
  }
  if (!isLedgerRow(row)) throw new LedgerFormatError('not a row of the ledger')
  return { leaf: numberOf(leaf), salt: textOf(salt), ...row }
}

function decode({ base64 }: Platform, text: string): Uint8Array {
  const bytes = base64.decode(text)
  if (bytes === undefined) throw new LedgerFormatError('not base64')
  return bytes
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LedgerFormatError('not an object where one belongs')
  return { ...value }
}

function listOf(value: unknown, itemsMax: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > itemsMax) throw new LedgerFormatError('not a list, or too long a one')
  return value
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new LedgerFormatError('not a text where one belongs')
  return value
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new LedgerFormatError('not a count where one belongs')
  return value
}
