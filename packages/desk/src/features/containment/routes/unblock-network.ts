// POST /_chappe/desk/v1/networks/{blockId}/unblock
import { unblockNetwork } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskContainment } from '../containment.ts'

/** Answers calls from a network again. */
export function unblockNetworkRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(unblockNetwork, async (call) => {
    const networkId = numberOf(call.params.blockId, 'network')
    await containment.unblockNetwork(deskCallOf(unblockNetwork, call), { networkId, ...call.body })
    return {}
  })
}
