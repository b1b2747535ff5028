// POST /_matrix/client/unstable/org.matrix.msc3911/media/copy/{serverName}/{mediaId}
import { copyContent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Makes another URI of a file: from then on it is the caller's, which is as much as having read it. */
export function copyContentRoute(media: Media): Route {
  return route(copyContent, async ({ params, session, tap }) => {
    const uri = await media.copy(session, params)
    return tap.reveal({ content_uri: uri }, [{ kind: 'media', count: 1, subject: params.mediaId.slice(0, 255) }])
  })
}
