// Endpoints of this area.
export { reportIncident } from './report-incident.ts'
export { reportEvent } from './report-event.ts'
export { reportRoom } from './report-room.ts'
export { reportUser } from './report-user.ts'
