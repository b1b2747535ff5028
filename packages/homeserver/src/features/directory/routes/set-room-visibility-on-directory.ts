// PUT /_matrix/client/v3/directory/list/room/{roomId}
import { setRoomVisibilityOnDirectory } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Lists a room in the published directory, or takes it out. */
export function setRoomVisibilityOnDirectoryRoute(directory: Directory): Route {
  return route(setRoomVisibilityOnDirectory, async ({ params, body, session }) => {
    await directory.setVisibility(session, { roomId: params.roomId, visibility: body.visibility ?? 'public' })
    return {}
  })
}
