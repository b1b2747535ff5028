// POST /_matrix/client/v3/register/msisdn/requestToken
import { MatrixError, requestRegisterMsisdn } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Asks for a message to a telephone to register: refused, none is sent. */
export function requestRegisterMsisdnRoute(): Route {
  return route(requestRegisterMsisdn, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
