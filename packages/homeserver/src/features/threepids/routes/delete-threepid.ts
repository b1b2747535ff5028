// POST /_matrix/client/v3/account/3pid/delete
import { deleteThreepid } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'

/** Removes an address. There is no identity server that it would have to be taken from. */
export function deleteThreepidRoute(threepids: Threepids): Route {
  return route(deleteThreepid, async ({ session, body }) => {
    if (body.medium === 'email') await threepids.remove(session, body.address)
    return { id_server_unbind_result: 'no-support' as const }
  })
}
