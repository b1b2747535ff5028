// Every route of reports.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskReports } from '../reports.ts'
import { decideDeskReportRoute } from './decide-desk-report.ts'
import { listDeskReportsRoute } from './list-desk-reports.ts'

/** The routes, tied to their operations. */
export function reportsRoutes(ports: DeskPorts, reports: DeskReports): Route[] {
  return [listDeskReportsRoute(ports, reports), decideDeskReportRoute(ports, reports)]
}
