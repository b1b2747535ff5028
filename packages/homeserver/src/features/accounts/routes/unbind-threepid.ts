// POST /_matrix/client/v3/account/3pid/unbind
import { unbindThreepid } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Unbinds an address at an identity server: none is bound. */
export function unbindThreepidRoute(): Route {
  return route(unbindThreepid, () => ({ id_server_unbind_result: 'no-support' as const }))
}
