// DELETE /_synapse/admin/v1/event_reports/{reportId}
import { adminDeleteEventReport } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../reports.ts'
import type { Reports } from '../reports.ts'

/** Removes a report that was dealt with. */
export function adminDeleteEventReportRoute(reports: Reports): Route {
  return auditedRoute(reports.audit, adminDeleteEventReport, async ({ params }) => {
    await reports.delete(params.reportId)
    return {}
  })
}
