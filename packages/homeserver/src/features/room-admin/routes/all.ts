// Every route of the administration of rooms.
import type { Route } from '../../../http/route.ts'
import type { RoomAdmin } from '../room-admin.ts'
import { adminDeleteRoomRoute } from './admin-delete-room.ts'
import { adminGetRoomRoute } from './admin-get-room.ts'
import { adminGetRoomBlockRoute } from './admin-get-room-block.ts'
import { adminGetRoomMembersRoute } from './admin-get-room-members.ts'
import { adminGetRoomRemovalRoute } from './admin-get-room-removal.ts'
import { adminGetRoomStateRoute } from './admin-get-room-state.ts'
import { adminListRoomRemovalsRoute } from './admin-list-room-removals.ts'
import { adminListRoomsRoute } from './admin-list-rooms.ts'
import { adminMakeRoomAdminRoute } from './admin-make-room-admin.ts'
import { adminSetRoomBlockRoute } from './admin-set-room-block.ts'
import { adminStartRoomRemovalRoute } from './admin-start-room-removal.ts'

/** The routes, tied to their operations. */
export function roomAdminRoutes(rooms: RoomAdmin): Route[] {
  return [
    adminDeleteRoomRoute(rooms),
    adminGetRoomRoute(rooms),
    adminGetRoomBlockRoute(rooms),
    adminGetRoomMembersRoute(rooms),
    adminGetRoomRemovalRoute(rooms),
    adminGetRoomStateRoute(rooms),
    adminListRoomRemovalsRoute(rooms),
    adminListRoomsRoute(rooms),
    adminMakeRoomAdminRoute(rooms),
    adminSetRoomBlockRoute(rooms),
    adminStartRoomRemovalRoute(rooms),
  ]
}
