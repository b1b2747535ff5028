// POST /_matrix/client/v3/account/3pid/email/requestToken
import { MatrixError, requestThreepidEmail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Asks for a mail to an address to add it to the account: refused, no mail is sent. */
export function requestThreepidEmailRoute(): Route {
  return route(requestThreepidEmail, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
