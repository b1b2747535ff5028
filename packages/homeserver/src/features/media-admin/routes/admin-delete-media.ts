// DELETE /_synapse/admin/v1/media/{serverName}/{mediaId}
import { adminDeleteMedia } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../media-admin.ts'
import type { MediaAdmin } from '../media-admin.ts'

/** Deletes a file. */
export function adminDeleteMediaRoute(media: MediaAdmin): Route {
  return auditedRoute(media.audit, adminDeleteMedia, async ({ params }) => {
    await media.delete(params)
    return { deleted_media: [params.mediaId], total: 1 }
  })
}
