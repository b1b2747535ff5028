// GET /_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}
import { getContentOverrideNameAuthed } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'
import { cleanFileName } from '../content-headers.ts'
import { answerMedia } from '../media-answer.ts'

/** Sends a file under the name in the path. */
export function getContentOverrideNameAuthedRoute(media: Media): Route {
  return route(getContentOverrideNameAuthed, async ({ params, query, session, request, tap }) => {
    const wait = { timeoutMs: query.timeout_ms, onGone: request.onGone }
    const file = await media.open(session, params, wait)
    const named = { ...file, fileName: cleanFileName(params.fileName) }
    return answerMedia(tap, named, { headers: request.headers, onStart: (stream) => media.sending.add(session, stream) })
  })
}
