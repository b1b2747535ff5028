// POST /_matrix/client/v3/account/3pid
import { MatrixError, postThreepid } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** The old way to add an address: refused, none are kept. */
export function postThreepidRoute(): Route {
  return route(postThreepid, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
