// POST /_matrix/client/v3/register/email/requestToken
import { MatrixError, requestRegisterEmail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Asks for a mail to an address to register: refused, no mail is sent. */
export function requestRegisterEmailRoute(): Route {
  return route(requestRegisterEmail, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
