// POST /_matrix/media/v1/create
import { createContent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Makes a URI. */
export function createContentRoute(media: Media): Route {
  return route(createContent, async ({ session }) => {
    const { uri, expiresAtMs } = await media.create(session, 'upload')
    return { content_uri: uri, unused_expires_at: expiresAtMs }
  })
}
