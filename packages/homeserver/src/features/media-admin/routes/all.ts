// The routes of the administration of files.
import type { Route } from '../../../http/route.ts'
import type { MediaAdmin } from '../media-admin.ts'
import { adminDeleteMediaRoute } from './admin-delete-media.ts'
import { adminQuarantineMediaRoute } from './admin-quarantine-media.ts'
import { adminQuarantineRoomMediaRoute } from './admin-quarantine-room-media.ts'
import { adminQuarantineUserMediaRoute } from './admin-quarantine-user-media.ts'
import { adminUnquarantineMediaRoute } from './admin-unquarantine-media.ts'

/** The routes, tied to their operations. */
export function mediaAdminRoutes(media: MediaAdmin): Route[] {
  return [
    adminDeleteMediaRoute(media),
    adminQuarantineMediaRoute(media),
    adminQuarantineRoomMediaRoute(media),
    adminQuarantineUserMediaRoute(media),
    adminUnquarantineMediaRoute(media),
  ]
}
