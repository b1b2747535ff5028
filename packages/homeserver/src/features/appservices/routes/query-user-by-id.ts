// GET /_matrix/client/v3/thirdparty/user
import { queryUserById } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ThirdParty } from '../third-party.ts'

/** Asks every bridge. */
export function queryUserByIdRoute(thirdParty: ThirdParty): Route {
  return route(queryUserById, async ({ query }) => thirdParty.findByMatrixName('user', { userid: query.userid }))
}
