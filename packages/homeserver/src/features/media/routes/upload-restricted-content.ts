// POST /_matrix/client/unstable/org.matrix.msc3911/media/upload
import { uploadRestrictedContent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Takes the bytes in, for an event to come. */
export function uploadRestrictedContentRoute(media: Media): Route {
  return route(uploadRestrictedContent, async ({ query, session, request }) => {
    const upload = { stream: request.stream, fileName: query.filename }
    return { content_uri: await media.upload(session, { upload, kind: 'restricted' }) }
  })
}
