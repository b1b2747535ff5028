// Endpoints of this area.
export { listHandovers } from './list-handovers.ts'
export { takeOverRoom } from './take-over-room.ts'
