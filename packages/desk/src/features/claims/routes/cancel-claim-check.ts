// POST /_chappe/desk/v1/claim_checks/{checkId}/cancel
import { cancelClaimCheck } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Claims } from '../claims.ts'

/** A claim check is not worked out any further. */
export function cancelClaimCheckRoute({ route }: DeskPorts, claims: Claims): Route {
  return route(cancelClaimCheck, async (call) => {
    await claims.cancel(deskCallOf(cancelClaimCheck, call), numberOf(call.params.checkId, 'check'), call.body.reason)
    return {}
  })
}
