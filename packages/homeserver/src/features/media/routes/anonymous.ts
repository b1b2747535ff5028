// GET /_matrix/media/v3/download/{serverName}/{mediaId} and its like: how files were read without a token, once.
import type { getContent, getContentOverrideName, getContentThumbnail } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

type Anonymous = typeof getContent | typeof getContentOverrideName | typeof getContentThumbnail

/** Knows no file: "This endpoint MAY return 404 M_NOT_FOUND for media which exists" (v1.19). */
export function anonymousRoute(endpoint: Anonymous): Route {
  return route(endpoint, () => {
    throw new MatrixError('M_NOT_FOUND', { message: 'Files are read through the authenticated endpoints' })
  })
}
