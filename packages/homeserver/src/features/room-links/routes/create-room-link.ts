// POST /_chappe/client/v1/rooms/{roomId}/links
import { createRoomLink } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomLinks } from '../room-links.ts'

/** Makes a link by which people come into a room. */
export function createRoomLinkRoute(links: RoomLinks): Route {
  return route(createRoomLink, async ({ session, params, body }) => {
    const { expires_in_ms: expiresInMs, max_uses: maxUses } = body
    const link = await links.create(session, { roomId: params.roomId, expiresInMs, maxUses })
    return { link_id: link.linkId, token: link.token, expires_at_ms: link.expiresAtMs, max_uses: link.maxUses }
  })
}
