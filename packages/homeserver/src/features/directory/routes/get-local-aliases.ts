// GET /_matrix/client/v3/rooms/{roomId}/aliases
import { getLocalAliases } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Lists the aliases of a room. */
export function getLocalAliasesRoute(directory: Directory): Route {
  return route(getLocalAliases, async ({ params, session }) => {
    return { aliases: await directory.listRoomAliases(session, params.roomId) }
  })
}
