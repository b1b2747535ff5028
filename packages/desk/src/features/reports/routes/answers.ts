// From reports to what goes over the wire.
import type { ReportRecord } from '@chappe/homeserver/ports'

/** A report. */
export function reportAnswer(report: ReportRecord) {
  return {
    report_id: report.id,
    kind: report.kind,
    state: report.state,
    at_ms: report.atMs,
    reporter: report.reporter,
    choice: report.choice,
    device_id: report.deviceId,
    room_id: report.roomId,
    event_id: report.eventId,
    user_id: report.userId,
    reason: report.reason,
    case_id: report.caseNid,
    handled_by: report.handledBy,
    handled_at_ms: report.handledAtMs,
  }
}
