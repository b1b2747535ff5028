// GET /_matrix/client/v3/account/3pid
import { listThreepids } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Answers a constant: no addresses are kept. */
export function listThreepidsRoute(): Route {
  return route(listThreepids, () => ({ threepids: [] }))
}
