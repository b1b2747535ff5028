// GET /_chappe/desk/v1/exposure_reports/{reportId}
import { getExposureReport } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'
import { findingsAnswer, reportAnswer } from './answers.ts'

/** A report, and what it found. */
export function getExposureReportRoute({ route }: DeskPorts, exposure: Exposure): Route {
  return route(getExposureReport, async ({ params, tap }) => {
    const found = await exposure.get(numberOf(params.reportId, 'report'))
    const findings = found.summary === undefined ? null : findingsAnswer(found.summary)
    return tap.reveal({ ...reportAnswer(found), findings }, [{ kind: 'people', count: (findings?.sessions.length ?? 0) + 1, subject: `exposure ${params.reportId}` }])
  })
}
