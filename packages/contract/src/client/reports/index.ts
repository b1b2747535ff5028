// Endpoints of this area.
export { reportEvent } from './report-event.ts'
export { reportRoom } from './report-room.ts'
export { reportUser } from './report-user.ts'
