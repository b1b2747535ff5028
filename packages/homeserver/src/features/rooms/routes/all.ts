// Every route of rooms.
import type { Route } from '../../../http/route.ts'
import type { Later } from '../later.ts'
import type { Rooms } from '../rooms.ts'
import { banUserRoute } from './ban-user.ts'
import { createRoomRoute } from './create-room.ts'
import { forgetRoomRoute } from './forget-room.ts'
import { getJoinedRoomsRoute } from './get-joined-rooms.ts'
import { getMessagesRoute } from './get-messages.ts'
import { getEventByTimestampRoute } from './get-event-by-timestamp.ts'
import { getMutualRoomsRoute } from './get-mutual-rooms.ts'
import { getEventContextRoute } from './get-event-context.ts'
import { getOneEventRoute } from './get-one-event.ts'
import { getRoomEventRoute } from './get-room-event.ts'
import { getRoomStateRoute } from './get-room-state.ts'
import { getRoomStateEventRoute } from './get-room-state-event.ts'
import { getRoomStateEventWithoutKeyRoute } from './get-room-state-event-without-key.ts'
import { getMembersRoute } from './get-members.ts'
import { getJoinedMembersRoute } from './get-joined-members.ts'
import { inviteUserRoute } from './invite-user.ts'
import { joinRoomRoute } from './join-room.ts'
import { joinRoomByIdRoute } from './join-room-by-id.ts'
import { kickUserRoute } from './kick-user.ts'
import { knockRoomRoute } from './knock-room.ts'
import { leaveRoomRoute } from './leave-room.ts'
import { redactEventRoute } from './redact-event.ts'
import { sendEventRoute } from './send-event.ts'
import { setRoomStateRoute } from './set-room-state.ts'
import { setRoomStateWithoutKeyRoute } from './set-room-state-without-key.ts'
import { unbanUserRoute } from './unban-user.ts'
import { upgradeRoomRoute } from './upgrade-room.ts'

/** The routes, tied to their operations. */
export function roomsRoutes(rooms: Rooms, later: Later): Route[] {
  return [
    banUserRoute(rooms),
    createRoomRoute(rooms),
    forgetRoomRoute(rooms),
    getJoinedRoomsRoute(rooms),
    getMessagesRoute(rooms),
    getEventByTimestampRoute(rooms),
    getMutualRoomsRoute(rooms),
    getEventContextRoute(rooms),
    getOneEventRoute(rooms),
    getRoomEventRoute(rooms),
    getRoomStateRoute(rooms),
    getRoomStateEventRoute(rooms),
    getRoomStateEventWithoutKeyRoute(rooms),
    getMembersRoute(rooms),
    getJoinedMembersRoute(rooms),
    inviteUserRoute(rooms),
    joinRoomRoute(rooms),
    joinRoomByIdRoute(rooms),
    kickUserRoute(rooms),
    knockRoomRoute(rooms),
    leaveRoomRoute(rooms),
    redactEventRoute(rooms),
    sendEventRoute(rooms, later),
    setRoomStateRoute(rooms, later),
    setRoomStateWithoutKeyRoute(rooms, later),
    unbanUserRoute(rooms),
    upgradeRoomRoute(rooms),
  ]
}
