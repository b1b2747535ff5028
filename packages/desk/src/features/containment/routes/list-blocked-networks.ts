// GET /_chappe/desk/v1/networks
import { listBlockedNetworks } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskContainment } from '../containment.ts'

/** The networks from which nothing is answered. */
export function listBlockedNetworksRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(listBlockedNetworks, async () => ({
    networks: (await containment.listNetworks()).map(({ blockNid, network, blockedAtMs }) => ({
      network_id: blockNid,
      network,
      blocked_at_ms: blockedAtMs,
    })),
  }))
}
