// Every route of the directory.
import type { Route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'
import { setRoomAliasRoute } from './set-room-alias.ts'
import { getRoomIdByAliasRoute } from './get-room-id-by-alias.ts'
import { deleteRoomAliasRoute } from './delete-room-alias.ts'
import { getLocalAliasesRoute } from './get-local-aliases.ts'
import { getRoomVisibilityOnDirectoryRoute } from './get-room-visibility-on-directory.ts'
import { setRoomVisibilityOnDirectoryRoute } from './set-room-visibility-on-directory.ts'
import { getPublicRoomsRoute } from './get-public-rooms.ts'
import { queryPublicRoomsRoute } from './query-public-rooms.ts'

/** The routes, tied to their operations. */
export function directoryRoutes(directory: Directory): Route[] {
  return [
    setRoomAliasRoute(directory),
    getRoomIdByAliasRoute(directory),
    deleteRoomAliasRoute(directory),
    getLocalAliasesRoute(directory),
    getRoomVisibilityOnDirectoryRoute(directory),
    setRoomVisibilityOnDirectoryRoute(directory),
    getPublicRoomsRoute(directory),
    queryPublicRoomsRoute(directory),
  ]
}
