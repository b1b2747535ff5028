// Endpoints of this area.
export { createRoomLink } from './create-room-link.ts'
export { listRoomLinks } from './list-room-links.ts'
export { redeemRoomLink } from './redeem-room-link.ts'
export { revokeRoomLink } from './revoke-room-link.ts'
