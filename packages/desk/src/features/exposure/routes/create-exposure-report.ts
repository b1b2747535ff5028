// POST /_chappe/desk/v1/exposure_reports
import { createExposureReport } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'

/** Has a report made, or asks a second person for it. */
export function createExposureReportRoute({ route }: DeskPorts, exposure: Exposure): Route {
  return route(createExposureReport, async (call) => {
    const { reportNid, requestNid } = await exposure.order(deskCallOf(createExposureReport, call), call.body)
    return { report_id: reportNid, ...(requestNid === undefined ? {} : { request_id: requestNid }) }
  })
}
