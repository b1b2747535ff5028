// GET /_matrix/client/v3/pushers
import { getPushers } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Lists the caller's pushers. */
export function getPushersRoute(push: Push): Route {
  return route(getPushers, async ({ session }) => {
    return { pushers: await push.listPushers(session.userId) }
  })
}
