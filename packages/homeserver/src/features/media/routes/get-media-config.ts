// GET /_matrix/client/v1/media/config
import { getConfigAuthed } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Media } from '../media.ts'

/** Says how large an upload may be. */
export function getMediaConfigRoute(media: Media): Route {
  return route(getConfigAuthed, () => ({ 'm.upload.size': media.maxUploadBytes }))
}
