// POST /_matrix/media/v3/upload
import { uploadContent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Takes the bytes in and answers with their URI. */
export function uploadContentRoute(media: Media): Route {
  return route(uploadContent, async ({ query, session, request }) => {
    return { content_uri: await media.upload(session, { upload: { stream: request.stream, fileName: query.filename }, kind: 'upload' }) }
  })
}
