// From what was tried at the desk to what goes over the wire.
import type { BrokenGlass } from '../audit.ts'
import { REVIEW_WITHIN_MS } from '../audit.ts'
import type { VerifiedAction } from '../verification.ts'

/** An act. */
export function actionAnswer(action: VerifiedAction) {
  return {
    action_id: action.actionNid,
    at_ms: action.atMs,
    operation: action.operation,
    way: action.way,
    user_id: action.userId,
    ip: action.ip,
    target: action.target,
    reason: action.reason,
    case_id: action.caseNid,
    request_id: action.requestNid,
    is_break_glass: action.isBreakGlass,
    outcome: action.outcome,
    reviewed_by: action.reviewedBy,
    reviewed_at_ms: action.reviewedAtMs,
    standing: action.standing,
  }
}

/** Something that was done alone. */
export function brokenAnswer(broken: BrokenGlass) {
  return {
    action_id: broken.actionNid,
    at_ms: broken.atMs,
    operation: broken.operation,
    way: broken.way,
    user_id: broken.userId,
    target: broken.target,
    reason: broken.reason,
    case_id: broken.caseNid,
    outcome: broken.outcome,
    review_by_ms: broken.atMs + REVIEW_WITHIN_MS,
    reviewed_by: broken.reviewedBy,
    reviewed_at_ms: broken.reviewedAtMs,
    finding: broken.finding,
  }
}
