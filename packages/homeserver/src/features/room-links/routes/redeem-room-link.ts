// POST /_chappe/client/v1/links/redeem
import { redeemRoomLink } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomLinks } from '../room-links.ts'

/** Comes into the room of a link. */
export function redeemRoomLinkRoute(links: RoomLinks): Route {
  return route(redeemRoomLink, async ({ session, body }) => ({ room_id: await links.redeem(session, body.token) }))
}
