// From claim checks to what goes over the wire.
import type { ClaimCheck, StoredCheck } from '../claims.ts'

/** A check as a list has it. */
export function claimCheckHead(stored: StoredCheck) {
  return {
    check_id: stored.checkNid,
    report_id: stored.reportNid,
    state: stored.state,
    progress: stored.progress,
    made_at_ms: stored.madeAtMs,
    claims: stored.claimCount,
    asked_by: stored.askedBy,
    asked_at_ms: stored.askedAtMs,
  }
}

/** A check with what was found. */
export function claimCheckAnswer({ stored, found }: ClaimCheck) {
  return { ...claimCheckHead(stored), failure: stored.failure, found: found === null ? null : { claims: found, is_cut: stored.isCut } }
}
