// POST /_chappe/desk/v1/networks
import { blockNetwork } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskContainment } from '../containment.ts'

/** Answers nothing any more to calls from an address or a network (CIDR). */
export function blockNetworkRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(blockNetwork, async (call) => ({
    network_id: await containment.blockNetwork(deskCallOf(blockNetwork, call), call.body),
  }))
}
