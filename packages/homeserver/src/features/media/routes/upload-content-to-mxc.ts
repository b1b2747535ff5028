// PUT /_matrix/media/v3/upload/{serverName}/{mediaId}
import { uploadContentToMXC } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Takes the bytes in for a URI made before. */
export function uploadContentToMxcRoute(media: Media): Route {
  return route(uploadContentToMXC, async ({ params, query, session, request }) => {
    await media.uploadTo(session, { ref: params, upload: { stream: request.stream, fileName: query.filename } })
    return {}
  })
}
