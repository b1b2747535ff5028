// GET /_chappe/client/v1/rooms/{roomId}/links
import { listRoomLinks } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomLink, RoomLinks } from '../room-links.ts'

/** The links of a room and who came by them. */
export function listRoomLinksRoute(links: RoomLinks): Route {
  return route(listRoomLinks, async ({ session, params, tap }) => {
    const found = await links.list(session, params.roomId)
    const count = found.reduce((sum, each) => sum + 1 + each.uses.length, 0)
    return tap.reveal({ links: found.map(linkAnswer) }, [{ kind: 'people', count, subject: params.roomId }])
  })
}

function linkAnswer({ linkId, createdBy, createdAtMs, expiresAtMs, maxUses, useCount, revokedAtMs, uses }: RoomLink) {
  return {
    link_id: linkId,
    created_by: createdBy,
    created_at_ms: createdAtMs,
    expires_at_ms: expiresAtMs,
    max_uses: maxUses,
    use_count: useCount,
    ...(revokedAtMs === null ? {} : { revoked_at_ms: revokedAtMs }),
    uses,
  }
}
