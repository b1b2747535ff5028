// GET /_chappe/desk/v1/cases
import { listDeskCases } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { pageOf } from '../../../numbers.ts'
import type { Cases } from '../cases.ts'
import { caseAnswer } from './answers.ts'

/** Cases, newest first. */
export function listDeskCasesRoute({ route }: DeskPorts, cases: Cases): Route {
  return route(listDeskCases, async ({ query, tap }) => {
    const page = pageOf(query)
    const found = await cases.list(page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { cases: found.map(caseAnswer), ...(last === undefined ? {} : { next: String(last.caseNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length }])
  })
}
