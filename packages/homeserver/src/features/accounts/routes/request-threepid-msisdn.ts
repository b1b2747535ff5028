// POST /_matrix/client/v3/account/3pid/msisdn/requestToken
import { MatrixError, requestThreepidMsisdn } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Asks for a message to a telephone to add it to the account: refused, none is sent. */
export function requestThreepidMsisdnRoute(): Route {
  return route(requestThreepidMsisdn, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
