// POST /_matrix/client/v3/account/3pid/bind
import { bindThreepid, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Binds an address at an identity server: refused, none is used. */
export function bindThreepidRoute(): Route {
  return route(bindThreepid, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
