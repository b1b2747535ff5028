// GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}
import { getContentThumbnailAuthed } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'
import { answerMedia } from '../media-answer.ts'

/** Sends a thumbnail, made now if need be. */
export function getContentThumbnailAuthedRoute(media: Media): Route {
  return route(getContentThumbnailAuthed, async ({ params, query, session, request, tap }) => {
    const wait = { timeoutMs: query.timeout_ms, onGone: request.onGone }
    const { width, height, method = 'scale', animated = false } = query
    const file = await media.openThumbnail(session, params, { wait, request: { width, height, method, animated } })
    return answerMedia(tap, file, { headers: request.headers, onStart: (stream) => media.sending.add(session, stream) })
  })
}
