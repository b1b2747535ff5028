// POST /_matrix/client/unstable/org.matrix.msc3911/media/create
import { createRestrictedContent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Makes a URI, for an event to come. */
export function createRestrictedContentRoute(media: Media): Route {
  return route(createRestrictedContent, async ({ session }) => {
    const { uri, expiresAtMs } = await media.create(session, 'restricted')
    return { content_uri: uri, unused_expires_at: expiresAtMs }
  })
}
