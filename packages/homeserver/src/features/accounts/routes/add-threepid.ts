// POST /_matrix/client/v3/account/3pid/add
import { addThreepid, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Adds an address to the account: refused, none are kept. */
export function addThreepidRoute(): Route {
  return route(addThreepid, () => {
    throw new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used on this server' })
  })
}
