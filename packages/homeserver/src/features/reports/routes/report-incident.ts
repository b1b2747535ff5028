// POST /_chappe/client/v1/reports
import { reportIncident } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Reports } from '../reports.ts'

/** Tells the security desk what has happened to the caller. */
export function reportIncidentRoute(reports: Reports): Route {
  return route(reportIncident, async ({ session, body }) => {
    const { kind, choice, reason, device_id: deviceId, end_other_sessions: endsOtherSessions = false } = body
    const { reportId, sessionsEnded } = await reports.reportIncident(session, { kind, choice, deviceId, reason, endsOtherSessions })
    return { report_id: reportId, sessions_ended: sessionsEnded }
  })
}
