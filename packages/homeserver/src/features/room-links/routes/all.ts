// Every route of join links.
import type { Route } from '../../../http/route.ts'
import type { RoomLinks } from '../room-links.ts'
import { createRoomLinkRoute } from './create-room-link.ts'
import { listRoomLinksRoute } from './list-room-links.ts'
import { redeemRoomLinkRoute } from './redeem-room-link.ts'
import { revokeRoomLinkRoute } from './revoke-room-link.ts'

/** The routes, tied to their operations. */
export function roomLinksRoutes(links: RoomLinks): Route[] {
  return [createRoomLinkRoute(links), listRoomLinksRoute(links), redeemRoomLinkRoute(links), revokeRoomLinkRoute(links)]
}
