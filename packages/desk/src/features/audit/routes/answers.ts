// From what was tried at the desk to what goes over the wire.
import type { StoredAlert } from '@chappe/homeserver/ports'
import type { BrokenGlass, StoredAction } from '../audit.ts'
import { REVIEW_WITHIN_MS } from '../audit.ts'

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

/** An alert. */
export function alertAnswer(alert: StoredAlert) {
  return {
    alert_id: alert.alertNid,
    at_ms: alert.atMs,
    kind: alert.kind,
    user_id: alert.userId,
    device_id: alert.deviceId,
    detail: { ...alert.detail },
  }
}
