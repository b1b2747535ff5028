// GET /_matrix/client/v3/login/sso/redirect
import { redirectToSso } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { found } from '../../../pages/page.ts'
import type { OAuth } from '../oauth.ts'

/** Sends a browser to the page that signs it in. */
export function redirectToSsoRoute(oauth: OAuth): Route {
  return route(redirectToSso, ({ query }) => found(oauth.beginLegacySso(query)))
}
