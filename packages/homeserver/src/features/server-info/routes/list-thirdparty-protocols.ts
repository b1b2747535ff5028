// GET /_matrix/client/v3/thirdparty/protocols
import { listThirdpartyProtocols } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Answers a constant: there are no bridges. */
export function listThirdpartyProtocolsRoute(): Route {
  return route(listThirdpartyProtocols, () => ({}))
}
