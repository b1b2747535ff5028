// POST /_matrix/client/v3/account/3pid/delete
import { deleteThreepid } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Removes an address: there is none to remove. */
export function deleteThreepidRoute(): Route {
  return route(deleteThreepid, () => ({ id_server_unbind_result: 'no-support' as const }))
}
