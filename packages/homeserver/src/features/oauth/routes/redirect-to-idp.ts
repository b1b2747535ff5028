// GET /_matrix/client/v3/login/sso/redirect/{idpId}
import { redirectToIdp } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { found } from '../../../pages/page.ts'
import type { OAuth } from '../oauth.ts'

/** Sends a browser to the page that signs it in, which is the same whichever provider is named. */
export function redirectToIdpRoute(oauth: OAuth): Route {
  return route(redirectToIdp, ({ query }) => found(oauth.beginLegacySso(query)))
}
