// Acts: what was done to the server (at the desk, by administrators, by starting it with another configuration) as rows of
// the ledger. The row holds a digest of what the record of acts says; `from` and `to` are the number in that record.
import { LedgerFormatError } from './bytes.ts'
import type { Platform } from './platform.ts'
import type { LedgerRow } from './row.ts'

/** Which record an act stands in. */
export const ACT_SOURCES = ['desk', 'admin', 'start'] as const
export type ActSource = (typeof ACT_SOURCES)[number]

/** An act as its record has it. */
export interface Act {
  source: ActSource
  /** Its number in the record. */
  number: number
  /** What was tried, before anything was done; or how that ended. */
  phase: 'attempt' | 'end'
  /** What is on record, as JSON text: its digest is in the ledger, byte by byte. */
  body: string
}

/** Who did it, when and whence: what else its row in the ledger says. */
export interface ActRow extends Act {
  at: number
  operation: string
  account: number
  device: number
  address: string
}

const SUBJECT = /^(desk|admin|start):(attempt|end):[0-9a-f]{64}$/

/** An act as a row of the ledger. */
export function rowOfAct(platform: Pick<Platform, 'sha256' | 'utf8'>, { at, operation, account, device, address, ...act }: ActRow): LedgerRow {
  return { at, operation, kind: 'acts', account, device, room: 0, from: act.number, to: act.number, count: 1, bytes: 0, subject: subjectOfAct(platform, act), address }
}

/** What the row of an act has as its subject: `desk:attempt:` and the SHA-256 of its body, in hexadecimal. */
export function subjectOfAct({ sha256, utf8 }: Pick<Platform, 'sha256' | 'utf8'>, { source, phase, body }: Pick<Act, 'source' | 'phase' | 'body'>): string {
  const digest = sha256(utf8.encode(body))
  return `${source}:${phase}:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Whether a row is that of an act, as its record has it now. */
export function isRowOfAct(platform: Pick<Platform, 'sha256' | 'utf8'>, row: LedgerRow, act: Act): boolean {
  return row.kind === 'acts' && row.from === act.number && row.to === act.number && row.subject === subjectOfAct(platform, act)
}

/**
 * Looks whether the rows of acts and what is said of them belong together, one to one. Throws `LedgerFormatError` for a row
 * whose act is not there or is another one, and for an act without a row.
 */
export function assertActs(platform: Pick<Platform, 'sha256' | 'utf8'>, rows: readonly LedgerRow[], acts: readonly Act[]): void {
  const open = new Map<string, number>()
  for (const act of acts) {
    const name = `${act.number} ${subjectOfAct(platform, act)}`
    open.set(name, (open.get(name) ?? 0) + 1)
  }
  for (const row of rows) {
    if (row.kind !== 'acts') continue
    if (!SUBJECT.test(row.subject)) throw new LedgerFormatError('a row of an act that says not which')
    const name = `${row.from} ${row.subject}`
    const left = open.get(name) ?? 0
    if (left === 0) throw new LedgerFormatError(`act ${row.from} (${row.operation}) is not as it was recorded`)
    open.set(name, left - 1)
  }
  const [name] = [...open].find(([, left]) => left > 0) ?? []
  if (name !== undefined) throw new LedgerFormatError(`act ${name.split(' ')[0]} is not in the ledger`)
}
