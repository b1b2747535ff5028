// Endpoints of this area.
export { acknowledgeAnnouncement } from './acknowledge-announcement.ts'
export { listAnnouncements } from './list-announcements.ts'
