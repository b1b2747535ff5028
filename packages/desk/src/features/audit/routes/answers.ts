// From what was tried at the desk to what goes over the wire.
import type { StoredAction } from '../audit.ts'

/** An act. */
export function actionAnswer(action: StoredAction) {
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
  }
}
