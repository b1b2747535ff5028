// POST /_chappe/desk/v1/exposure_reports/{reportId}/claims
import { checkClaims } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'
import { claimCheckHead } from './answers.ts'

/** Has what somebody has published held against a report. */
export function checkClaimsRoute({ route }: DeskPorts, claims: Claims): Route {
  return route(checkClaims, async (call) => claimCheckHead(await claims.ask(deskCallOf(checkClaims, call), numberOf(call.params.reportId, 'report'), call.body.text)))
}
