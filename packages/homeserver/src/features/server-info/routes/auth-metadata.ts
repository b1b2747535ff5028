// GET /_matrix/client/v1/auth_metadata
import { authMetadata, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** How to sign in by OAuth 2.0: not here. */
export function authMetadataRoute(): Route {
  return route(authMetadata, () => {
    throw new MatrixError('M_UNRECOGNIZED', { message: 'This server does not have the OAuth 2.0 API' })
  })
}
