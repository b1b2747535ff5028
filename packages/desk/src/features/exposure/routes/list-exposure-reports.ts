// GET /_chappe/desk/v1/exposure_reports
import { listExposureReports } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'
import { reportAnswer } from './answers.ts'

/** Reports, newest first. */
export function listExposureReportsRoute({ route }: DeskPorts, exposure: Exposure): Route {
  return route(listExposureReports, async ({ query, tap }) => {
    const page = pageOf(query)
    const found = await exposure.list({ caseNid: query.case_id === undefined ? undefined : Number(query.case_id) }, page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { reports: found.map(reportAnswer), ...(last === undefined ? {} : { next: String(last.stored.reportNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'exposure reports' }])
  })
}
