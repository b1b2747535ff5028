// GET /_matrix/client/v1/auth_metadata
import { authMetadata } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { OAuth } from '../oauth.ts'

/** How to sign in by OAuth 2.0. */
export function getAuthMetadataRoute(oauth: OAuth): Route {
  return route(authMetadata, () => oauth.metadata)
}
