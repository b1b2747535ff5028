// GET /_matrix/client/v1/media/download/{serverName}/{mediaId}
import { getContentAuthed } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'
import { answerMedia } from '../media-answer.ts'

/** Sends a file. */
export function getContentAuthedRoute(media: Media): Route {
  return route(getContentAuthed, async ({ params, query, session, request, tap }) => {
    const wait = { timeoutMs: query.timeout_ms, onGone: request.onGone }
    const file = await media.open(session, params, wait)
    return answerMedia(tap, file, { headers: request.headers, onStart: (stream) => media.sending.add(session, stream) })
  })
}
