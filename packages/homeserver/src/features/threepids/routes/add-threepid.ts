// POST /_matrix/client/v3/account/3pid/add
import { addThreepid } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'

/** Adds an address that was shown to the account. */
export function addThreepidRoute(threepids: Threepids): Route {
  return route(addThreepid, async ({ session, body }) => {
    await threepids.add(session, { sid: body.sid, clientSecret: body.client_secret }, body.auth)
    return {}
  })
}
