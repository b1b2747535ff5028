// GET /_synapse/admin/v1/event_reports/{reportId}
import { adminGetEventReport } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../reports.ts'
import type { Reports } from '../reports.ts'
import { reportAnswer } from './answers.ts'

/** One report, with the event where the profile lets administrators read it. */
export function adminGetEventReportRoute(reports: Reports): Route {
  return auditedRoute(reports.audit, adminGetEventReport, async ({ params, tap }) => {
    const { report, event } = await reports.get(params.reportId)
    const answer = reportAnswer(report)
    const person = { kind: 'people' as const, count: 1, subject: report.userId ?? report.reporter }
    if (event === undefined) return tap.reveal(answer, [person])
    const { roomNid, position } = event
    return tap.reveal({ ...answer, event_json: JSON.parse(event.text) }, [
      person,
      { kind: 'events', roomNid, from: position, to: position, count: 1 },
    ])
  })
}
