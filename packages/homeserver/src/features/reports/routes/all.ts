// Every route of reports.
import type { Route } from '../../../http/route.ts'
import type { Reports } from '../reports.ts'
import { adminDeleteEventReportRoute } from './admin-delete-event-report.ts'
import { adminGetEventReportRoute } from './admin-get-event-report.ts'
import { adminListEventReportsRoute } from './admin-list-event-reports.ts'
import { reportEventRoute } from './report-event.ts'
import { reportIncidentRoute } from './report-incident.ts'
import { reportRoomRoute } from './report-room.ts'
import { reportUserRoute } from './report-user.ts'

/** The routes, tied to their operations. */
export function reportsRoutes(reports: Reports): Route[] {
  return [
    adminDeleteEventReportRoute(reports),
    adminGetEventReportRoute(reports),
    adminListEventReportsRoute(reports),
    reportEventRoute(reports),
    reportIncidentRoute(reports),
    reportRoomRoute(reports),
    reportUserRoute(reports),
  ]
}
