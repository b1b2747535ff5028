// GET /_matrix/client/v3/thirdparty/protocol/{protocol}
import { getThirdpartyProtocol } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ThirdParty } from '../third-party.ts'

/** Asks the bridges to a protocol. */
export function getThirdpartyProtocolRoute(thirdParty: ThirdParty): Route {
  return route(getThirdpartyProtocol, async ({ params }) => new JsonText(JSON.stringify(await thirdParty.protocol(params.protocol))))
}
