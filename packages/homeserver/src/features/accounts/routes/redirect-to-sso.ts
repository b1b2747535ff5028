// GET /_matrix/client/v3/login/sso/redirect
import { MatrixError, redirectToSso } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Sends a browser to the single sign-on: there is none. */
export function redirectToSsoRoute(): Route {
  return route(redirectToSso, () => {
    throw new MatrixError('M_UNRECOGNIZED', { message: 'There is no single sign-on on this server' })
  })
}
