// DELETE /_chappe/client/v1/rooms/{roomId}/links/{linkId}
import { revokeRoomLink } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomLinks } from '../room-links.ts'

/** Ends a link. */
export function revokeRoomLinkRoute(links: RoomLinks): Route {
  return route(revokeRoomLink, async ({ session, params }) => {
    await links.revoke(session, params)
    return {}
  })
}
