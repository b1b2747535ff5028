// Acts as rows of the ledger: whoever reads their record learns whether each is in the tree as it stands in the record.
import type { Act, ActSource, Evidence, EvidenceRow, LedgerRow, NoteVerifier } from '@chappe/ledger'
import { checkEvidence, confirmNote, decodeBlock, isRowOfAct, LedgerFormatError, parseNote, saltOfRow } from '@chappe/ledger'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { StoredAct } from './acts-store.ts'
import { listActs, listBlocksOf } from './acts-store.ts'
import type { Notary, SignedHead } from './notary.ts'
import { listHeads } from './notary-store.ts'
import { ledgerPlatform } from './platform.ts'

/**
 * How an act stands in the ledger.
 * - `proven`: in the tree as it stands in the record, under a head that a witness has cosigned
 * - `unwitnessed`: the same, but no witness has cosigned so far
 * - `waiting`: done a moment ago, and under no head yet
 * - `forgotten`: its row is gone, since its time is over; the hash stays
 * - `missing`: under no head, though it is old enough; or in no block
 * - `altered`: its row says something else, or is not what was signed
 */
export type ActStanding = 'proven' | 'unwitnessed' | 'waiting' | 'forgotten' | 'missing' | 'altered'

/** An act, with how it stands. */
export interface CheckedAct extends Act {
  standing: ActStanding
}

/** What looking needs. */
export interface ActsDeps {
  db: Db
  clock: Clock
  notary: Pick<Notary, 'verifier' | 'proveRows'>
  witnesses: readonly NoteVerifier[]
}

/** A head is signed each minute. */
const WAIT_MS_MAX = 3 * 60_000
const HEADS_MAX = 60

/** How each of these acts stands, in the order in which they were recorded; what is on record of none is left out. */
export async function checkActs({ db, clock, notary, witnesses }: ActsDeps, source: ActSource, numbers: readonly number[]): Promise<CheckedAct[]> {
  const acts = await listActs(db, source, numbers)
  const rows = await rowsOfActs(db, acts)
  const heads = await listHeads(db, HEADS_MAX)
  const cosigned = heads.find(({ note }) => confirmNote(ledgerPlatform, parseNote(ledgerPlatform, note), witnesses).length > 0)
  const [newest] = heads
  const known = [...rows.values()].filter((row) => typeof row !== 'string')
  const under = (head: SignedHead | undefined, from: number): EvidenceRow[] => known.filter(({ leaf }) => head !== undefined && leaf >= from && leaf < head.size)
  const proven = await provenLeaves(notary, cosigned, under(cosigned, 0))
  const unwitnessed = await provenLeaves(notary, newest, under(newest, cosigned?.size ?? 0))
  const isUnderNone = (leaf: number): boolean => leaf >= (newest?.size ?? 0)

  function standingOf(act: StoredAct): ActStanding {
    const row = rows.get(act)
    if (row === 'gone') return 'forgotten'
    if (row === 'unreadable') return 'altered'
    if (row === undefined || isUnderNone(row.leaf)) return clock.now() - act.atMs > WAIT_MS_MAX ? 'missing' : 'waiting'
    if (!isRowOfAct(ledgerPlatform, row, act)) return 'altered'
    if (proven.has(row.leaf)) return 'proven'
    return unwitnessed.has(row.leaf) ? 'unwitnessed' : 'altered'
  }
  return acts.map((act) => ({ source: act.source, number: act.number, phase: act.phase, body: act.body, standing: standingOf(act) }))
}

/** Rows of acts with what proves them, and what their record says; those whose time is over are left out. */
export async function proveActs({ db, notary }: Pick<ActsDeps, 'db' | 'notary'>, head: SignedHead, asked: { source: ActSource; numbers: readonly number[] }): Promise<Evidence> {
  const acts = await listActs(db, asked.source, asked.numbers)
  const rows = await rowsOfActs(db, acts)
  const found = acts.flatMap((act) => {
    const row = rows.get(act)
    return row === undefined || typeof row === 'string' || row.leaf >= head.size ? [] : [{ act, row }]
  })
  const sorted = found.map(({ row }) => row).toSorted((a, b) => a.leaf - b.leaf)
  const evidence = await notary.proveRows(sorted, head)
  return { ...evidence, acts: found.map(({ act: { source, number, phase, body } }) => ({ source, number, phase, body })) }
}

/** A row; `gone`: its time is over; `unreadable`: the block was changed. */
type FoundRow = EvidenceRow | 'gone' | 'unreadable'

async function rowsOfActs(db: Db, acts: readonly StoredAct[]): Promise<Map<StoredAct, FoundRow>> {
  const numbers = new Set(acts.flatMap(({ block }) => (block === undefined ? [] : [block])))
  const blocks = new Map((await listBlocksOf(db, [...numbers])).map(({ block, body, salt }) => [block, { rows: body.length === 0 ? undefined : rowsOf(body), salt }]))
  const found = new Map<StoredAct, FoundRow>()
  for (const act of acts) {
    const { block = 0, place = 0, leaf } = act
    const stored = blocks.get(block)
    if (stored === undefined || leaf === undefined) continue
    const row = stored.rows?.[place]
    if (stored.rows === undefined) found.set(act, 'gone')
    else if (row === undefined) found.set(act, 'unreadable')
    else found.set(act, { leaf, salt: ledgerPlatform.base64.encode(saltOfRow(ledgerPlatform, stored.salt ?? new Uint8Array(), place)), ...row })
  }
  return found
}

/** A block that was changed need not be one any more. */
function rowsOf(body: Buffer): LedgerRow[] {
  try {
    return decodeBlock(body, ledgerPlatform.utf8)
  } catch (error) {
    if (error instanceof LedgerFormatError) return []
    throw error
  }
}

/** Which of these rows the head proves; all at once, and one by one where that fails. */
async function provenLeaves(notary: ActsDeps['notary'], head: SignedHead | undefined, rows: readonly EvidenceRow[]): Promise<Set<number>> {
  if (head === undefined || rows.length === 0) return new Set()
  if (await isProven(notary, head, rows)) return new Set(rows.map(({ leaf }) => leaf))
  const proven = new Set<number>()
  for (const row of rows) if (await isProven(notary, head, [row])) proven.add(row.leaf)
  return proven
}

async function isProven({ verifier, proveRows }: ActsDeps['notary'], head: SignedHead, rows: readonly EvidenceRow[]): Promise<boolean> {
  try {
    const evidence = await proveRows(rows.toSorted((a, b) => a.leaf - b.leaf), head)
    checkEvidence(ledgerPlatform, evidence, { ledger: verifier, witnesses: [], witnessesMin: 0 })
    return true
  } catch (error) {
    if (error instanceof LedgerFormatError || error instanceof RangeError) return false
    throw error
  }
}
