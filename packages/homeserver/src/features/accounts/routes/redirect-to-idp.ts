// GET /_matrix/client/v3/login/sso/redirect/{idpId}
import { MatrixError, redirectToIdp } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Sends a browser to one provider of single sign-on: there is none. */
export function redirectToIdpRoute(): Route {
  return route(redirectToIdp, () => {
    throw new MatrixError('M_UNRECOGNIZED', { message: 'There is no single sign-on on this server' })
  })
}
