// Endpoints of this area.
export { deleteRoomAlias } from './delete-room-alias.ts'
export { getLocalAliases } from './get-local-aliases.ts'
export { getPublicRooms } from './get-public-rooms.ts'
export { getRoomIdByAlias } from './get-room-id-by-alias.ts'
export { getRoomVisibilityOnDirectory } from './get-room-visibility-on-directory.ts'
export { queryPublicRooms } from './query-public-rooms.ts'
export { setRoomAlias } from './set-room-alias.ts'
export { setRoomVisibilityOnDirectory } from './set-room-visibility-on-directory.ts'
