// POST /_matrix/client/v3/account/password/email/requestToken
import { MatrixError, requestPasswordEmail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Asks for a mail to an address to set a new password: refused, no mail is sent. */
export function requestPasswordEmailRoute(): Route {
  return route(requestPasswordEmail, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
