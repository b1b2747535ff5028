// GET /_synapse/admin/v1/event_reports
import { adminListEventReports } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../reports.ts'
import type { Reports } from '../reports.ts'
import { reportAnswer } from './answers.ts'

/** What people have reported. */
export function adminListEventReportsRoute(reports: Reports): Route {
  return auditedRoute(reports.audit, adminListEventReports, async ({ query, tap }) => {
    const { from = 0, limit = 100, user_id: reporter, room_id: roomId, event_sender_user_id: userId } = query
    const page = { from, limit, oldestFirst: query.dir === 'f' }
    const { reports: found, total } = await reports.list({ reporter, roomId, userId }, page)
    const next = from + found.length
    const more = next < total && found.length > 0 ? { next_token: next } : {}
    return tap.reveal({ event_reports: found.map(reportAnswer), total, ...more }, [{ kind: 'people', count: found.length }])
  })
}
