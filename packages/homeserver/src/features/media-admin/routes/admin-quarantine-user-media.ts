// POST /_synapse/admin/v1/user/{userId}/media/quarantine
import { adminQuarantineUserMedia } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../media-admin.ts'
import type { MediaAdmin } from '../media-admin.ts'

/** Puts every file that somebody has uploaded into quarantine. */
export function adminQuarantineUserMediaRoute(media: MediaAdmin): Route {
  return auditedRoute(media.audit, adminQuarantineUserMedia, async ({ session, params }) => ({
    num_quarantined: await media.quarantineUser(session, params.userId),
  }))
}
