// DELETE /_matrix/client/v3/directory/room/{roomAlias}
import { deleteRoomAlias } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Removes an alias. */
export function deleteRoomAliasRoute(directory: Directory): Route {
  return route(deleteRoomAlias, async ({ params, session }) => {
    await directory.removeAlias(session, params.roomAlias)
    return {}
  })
}
