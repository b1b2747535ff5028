// GET /_matrix/client/v3/thirdparty/location/{protocol}
import { queryLocationByProtocol } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ThirdParty } from '../third-party.ts'

/** Asks the bridges to a protocol. */
export function queryLocationByProtocolRoute(thirdParty: ThirdParty): Route {
  return route(queryLocationByProtocol, async ({ params, query }) => thirdParty.find('location', params.protocol, query))
}
