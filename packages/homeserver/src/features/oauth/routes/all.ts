// Every route of the OAuth 2.0 provider; what it answers below /oauth2/ is a protocol of its own (front.ts).
import type { Route } from '../../../http/route.ts'
import type { OAuth } from '../oauth.ts'
import { getAuthMetadataRoute } from './get-auth-metadata.ts'
import { redirectToIdpRoute } from './redirect-to-idp.ts'
import { redirectToSsoRoute } from './redirect-to-sso.ts'

/** The routes, tied to their operations. */
export function oauthRoutes(oauth: OAuth): Route[] {
  return [getAuthMetadataRoute(oauth), redirectToSsoRoute(oauth), redirectToIdpRoute(oauth)]
}
