// GET /_matrix/client/v1/media/preview_url
import { getUrlPreviewAuthed } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Previews } from '../previews.ts'

/** Says what a page says of itself. */
export function getUrlPreviewRoute(previews: Previews): Route {
  return route(getUrlPreviewAuthed, ({ query }) => previews.preview(query.url))
}
