// POST /_synapse/admin/v1/media/unquarantine/{serverName}/{mediaId}
import { adminUnquarantineMedia } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../media-admin.ts'
import type { MediaAdmin } from '../media-admin.ts'

/** Lets a file and its like out of quarantine. */
export function adminUnquarantineMediaRoute(media: MediaAdmin): Route {
  return auditedRoute(media.audit, adminUnquarantineMedia, async ({ params }) => {
    await media.unquarantine(params)
    return {}
  })
}
