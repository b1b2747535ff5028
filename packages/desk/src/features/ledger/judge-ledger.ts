// Whether the record of reads can be shown to somebody who does not trust this server: green, or the reasons why not.
import type { LedgerStanding } from '@chappe/homeserver/ports'

/** What stands in the way of a proof. */
export type LedgerProblem =
  /** Something in it does not follow what was before it. */
  | 'broken'
  /** Nothing was signed yet. */
  | 'unsigned'
  /** There are rows that should have been signed by now. */
  | 'late'
  /** Nobody elsewhere signs: what is cut off at the end would not be noticed. */
  | 'no_witness'
  /** No witness has signed what should have been signed by now. */
  | 'witness_silent'

/** The judgement; without problems the record is proven. */
export interface LedgerJudgement {
  problems: readonly LedgerProblem[]
  size: number
  signedAtMs: number | undefined
  /** When a witness signed last. */
  witnessedAtMs: number | undefined
}

/** It is signed each minute where something was added. */
const LATE_MS = 5 * 60_000

/** Judges a standing, as of a moment. */
export function judgeLedger({ size, broken, head, witnesses }: LedgerStanding, nowMs: number): LedgerJudgement {
  const signed = witnesses.filter((each) => each.size > 0)
  const witnessedAtMs = signed.length === 0 ? undefined : Math.max(...signed.map((each) => each.signedAtMs))
  const isHeadOld = head !== undefined && nowMs - head.madeAtMs > LATE_MS
  const isWitnessed = head !== undefined && signed.some((each) => each.size >= head.size)
  const problems: LedgerProblem[] = []
  if (broken !== undefined) problems.push('broken')
  if (head === undefined) problems.push('unsigned')
  if (head !== undefined && size > head.size && isHeadOld) problems.push('late')
  if (witnesses.length === 0) problems.push('no_witness')
  else if (signed.length === 0 || (!isWitnessed && nowMs - (witnessedAtMs ?? 0) > LATE_MS)) problems.push('witness_silent')
  return { problems, size, signedAtMs: head?.madeAtMs, witnessedAtMs }
}
