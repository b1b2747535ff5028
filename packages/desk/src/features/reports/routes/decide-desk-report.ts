// POST /_chappe/desk/v1/reports/{reportId}/decide
import { decideDeskReport } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskReports } from '../reports.ts'
import { reportAnswer } from './answers.ts'

/** Takes a report up, or is done with it. */
export function decideDeskReportRoute({ route }: DeskPorts, reports: DeskReports): Route {
  return route(decideDeskReport, async (call) => {
    const report = await reports.decide(deskCallOf(decideDeskReport, call), numberOf(call.params.reportId, 'report'), call.body)
    return call.tap.reveal(reportAnswer(report), [{ kind: 'people', count: 1, subject: report.reporter }])
  })
}
