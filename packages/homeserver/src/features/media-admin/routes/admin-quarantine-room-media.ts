// POST /_synapse/admin/v1/room/{roomId}/media/quarantine
import { adminQuarantineRoomMedia } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../media-admin.ts'
import type { MediaAdmin } from '../media-admin.ts'

/** Puts every file that events of a room carry into quarantine. */
export function adminQuarantineRoomMediaRoute(media: MediaAdmin): Route {
  return auditedRoute(media.audit, adminQuarantineRoomMedia, async ({ session, params }) => ({
    num_quarantined: await media.quarantineRoom(session, params.roomId),
  }))
}
