// POST /_chappe/desk/v1/attributions/{requestId}/cancel
import { cancelAttribution } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'

/** An attribution is not worked out any further. */
export function cancelAttributionRoute({ route }: DeskPorts, attributions: Attributions): Route {
  return route(cancelAttribution, async (call) => {
    await attributions.cancel(deskCallOf(cancelAttribution, call), numberOf(call.params.requestId, 'attribution'), call.body.reason)
    return {}
  })
}
