// GET /_chappe/desk/v1/reports
import { listDeskReports } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { caseOf, pageOf } from '../../../numbers.ts'
import type { DeskReports } from '../reports.ts'
import { reportAnswer } from './answers.ts'

/** Reports, newest first. */
export function listDeskReportsRoute({ route }: DeskPorts, reports: DeskReports): Route {
  return route(listDeskReports, async ({ query, tap }) => {
    const page = pageOf(query)
    const found = await reports.list(page, { state: query.state, caseNid: caseOf(query) })
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { reports: found.map(reportAnswer), ...(last === undefined ? {} : { next: String(last.id) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length }])
  })
}
