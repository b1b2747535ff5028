// Endpoints of this area.
export { listDeskExports } from './list-desk-exports.ts'
export { listHandovers } from './list-handovers.ts'
export { takeOverRoom } from './take-over-room.ts'
