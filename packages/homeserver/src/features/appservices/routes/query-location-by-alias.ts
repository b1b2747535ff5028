// GET /_matrix/client/v3/thirdparty/location
import { queryLocationByAlias } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ThirdParty } from '../third-party.ts'

/** Asks every bridge. */
export function queryLocationByAliasRoute(thirdParty: ThirdParty): Route {
  return route(queryLocationByAlias, async ({ query }) => thirdParty.findByMatrixName('location', { alias: query.alias }))
}
