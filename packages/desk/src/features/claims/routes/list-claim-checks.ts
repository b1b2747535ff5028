// GET /_chappe/desk/v1/exposure_reports/{reportId}/claims
import { listClaimChecks } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf, pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'
import { claimCheckHead } from './answers.ts'

/** The claim checks of a report, newest first. */
export function listClaimChecksRoute({ route }: DeskPorts, claims: Claims): Route {
  return route(listClaimChecks, async ({ params, query }) => {
    const page = pageOf(query)
    const found = await claims.list(numberOf(params.reportId, 'report'), page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    return { checks: found.map(claimCheckHead), ...(last === undefined ? {} : { next: String(last.checkNid) }) }
  })
}
