// Every route of exposure reports.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'
import { createExposureReportRoute } from './create-exposure-report.ts'
import { getExposureReportRoute } from './get-exposure-report.ts'
import { listExposedFilesRoute } from './list-exposed-files.ts'
import { listExposedPeopleRoute } from './list-exposed-people.ts'
import { listExposedRoomsRoute } from './list-exposed-rooms.ts'
import { listExposureReportsRoute } from './list-exposure-reports.ts'

/** The routes, tied to their operations. */
export function exposureRoutes(ports: DeskPorts, exposure: Exposure): Route[] {
  return [
    createExposureReportRoute(ports, exposure),
    listExposureReportsRoute(ports, exposure),
    getExposureReportRoute(ports, exposure),
    listExposedRoomsRoute(ports, exposure),
    listExposedPeopleRoute(ports, exposure),
    listExposedFilesRoute(ports, exposure),
  ]
}
