// From alerts to what goes over the wire.
import type { StoredAlert } from '@chappe/homeserver/ports'

/** An alert. */
export function alertAnswer(alert: StoredAlert) {
  return {
    alert_id: alert.alertNid,
    at_ms: alert.atMs,
    kind: alert.kind,
    user_id: alert.userId,
    is_exercise: alert.isExercise,
    device_id: alert.deviceId,
    detail: { ...alert.detail },
    handled_by: alert.handledBy,
    handled_at_ms: alert.handledAtMs,
    case_id: alert.caseNid,
  }
}
