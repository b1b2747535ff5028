// GET /_matrix/client/v3/thirdparty/user/{protocol}
import { queryUserByProtocol } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ThirdParty } from '../third-party.ts'

/** Asks the bridges to a protocol. */
export function queryUserByProtocolRoute(thirdParty: ThirdParty): Route {
  return route(queryUserByProtocol, async ({ params, query }) => thirdParty.find('user', params.protocol, query))
}
