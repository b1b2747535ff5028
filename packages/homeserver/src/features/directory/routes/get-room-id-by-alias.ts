// GET /_matrix/client/v3/directory/room/{roomAlias}
import { getRoomIdByAlias } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Finds the room of an alias. */
export function getRoomIdByAliasRoute(directory: Directory): Route {
  return route(getRoomIdByAlias, async ({ params, session }) => {
    const { roomId, servers } = await directory.getAlias(session, params.roomAlias)
    return { room_id: roomId, servers }
  })
}
