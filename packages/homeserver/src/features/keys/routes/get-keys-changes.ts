// GET /_matrix/client/v3/keys/changes
import { getKeysChanges } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'

/** Says whose devices changed between two sync tokens. */
export function getKeysChangesRoute(keys: Keys): Route {
  return route(getKeysChanges, ({ session, query }) => keys.changesBetween(session, query.from, query.to))
}
