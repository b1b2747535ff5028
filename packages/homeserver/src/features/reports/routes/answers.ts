// From a report to what goes over the wire to administrators.
import type { Report } from '../reports.ts'

/** A report; `event_id` is null where a room or a user was reported. */
export function reportAnswer(report: Report) {
  return {
    id: report.id,
    received_ts: report.atMs,
    room_id: report.roomId,
    event_id: report.eventId,
    user_id: report.reporter,
    sender: report.userId,
    reason: report.reason,
    score: report.score,
  }
}
