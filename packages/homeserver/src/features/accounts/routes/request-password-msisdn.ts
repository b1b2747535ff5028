// POST /_matrix/client/v3/account/password/msisdn/requestToken
import { MatrixError, requestPasswordMsisdn } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Asks for a message to a telephone to set a new password: refused, none is sent. */
export function requestPasswordMsisdnRoute(): Route {
  return route(requestPasswordMsisdn, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
