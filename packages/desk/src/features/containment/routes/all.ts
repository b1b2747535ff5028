// Every route of containment.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskContainment } from '../containment.ts'
import { blockNetworkRoute } from './block-network.ts'
import { containAccountRoute } from './contain-account.ts'
import { containDeviceRoute } from './contain-device.ts'
import { containSessionRoute } from './contain-session.ts'
import { freezeRoomRoute } from './freeze-room.ts'
import { listBlockedNetworksRoute } from './list-blocked-networks.ts'
import { listFrozenRoomsRoute } from './list-frozen-rooms.ts'
import { thawRoomRoute } from './thaw-room.ts'
import { unblockNetworkRoute } from './unblock-network.ts'

/** The routes, tied to their operations. */
export function containmentRoutes(ports: DeskPorts, containment: DeskContainment): Route[] {
  return [
    containAccountRoute(ports, containment),
    containSessionRoute(ports, containment),
    containDeviceRoute(ports, containment),
    listBlockedNetworksRoute(ports, containment),
    blockNetworkRoute(ports, containment),
    unblockNetworkRoute(ports, containment),
    listFrozenRoomsRoute(ports, containment),
    freezeRoomRoute(ports, containment),
    thawRoomRoute(ports, containment),
  ]
}
