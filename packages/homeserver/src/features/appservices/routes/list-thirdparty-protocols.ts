// GET /_matrix/client/v3/thirdparty/protocols
import { listThirdpartyProtocols } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ThirdParty } from '../third-party.ts'

/** Asks every bridge. */
export function listThirdpartyProtocolsRoute(thirdParty: ThirdParty): Route {
  return route(listThirdpartyProtocols, async () => thirdParty.protocols())
}
