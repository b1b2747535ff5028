// PUT /_matrix/client/v3/directory/room/{roomAlias}
import { setRoomAlias } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Gives a room an alias. */
export function setRoomAliasRoute(directory: Directory): Route {
  return route(setRoomAlias, async ({ params, body, session }) => {
    await directory.setAlias(session, { alias: params.roomAlias, roomId: body.room_id })
    return {}
  })
}
