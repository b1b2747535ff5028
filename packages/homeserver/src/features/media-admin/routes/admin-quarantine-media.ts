// POST /_synapse/admin/v1/media/quarantine/{serverName}/{mediaId}
import { adminQuarantineMedia } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../media-admin.ts'
import type { MediaAdmin } from '../media-admin.ts'

/** Puts a file and its like into quarantine. */
export function adminQuarantineMediaRoute(media: MediaAdmin): Route {
  return auditedRoute(media.audit, adminQuarantineMedia, async ({ session, params }) => {
    await media.quarantine(session, params)
    return {}
  })
}
