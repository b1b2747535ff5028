// From what was tried at the desk to what goes over the wire.
import type { StoredAlert } from '@chappe/homeserver/ports'
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

/** An alert. */
export function alertAnswer(alert: StoredAlert) {
  return {
    alert_id: alert.alertNid,
    at_ms: alert.atMs,
    kind: alert.kind,
    user_id: alert.userId,
    device_id: alert.deviceId,
    detail: { ...alert.detail },
    handled_by: alert.handledBy,
    handled_at_ms: alert.handledAtMs,
    case_id: alert.caseNid,
  }
}
