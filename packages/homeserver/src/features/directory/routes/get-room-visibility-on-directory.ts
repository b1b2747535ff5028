// GET /_matrix/client/v3/directory/list/room/{roomId}
import { getRoomVisibilityOnDirectory } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Tells whether a room is listed in the published directory. */
export function getRoomVisibilityOnDirectoryRoute(directory: Directory): Route {
  return route(getRoomVisibilityOnDirectory, async ({ params, session }) => {
    return { visibility: await directory.getVisibility(session, params.roomId) }
  })
}
