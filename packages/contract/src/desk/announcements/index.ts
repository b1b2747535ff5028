// Endpoints of this area.
export { getDeskAnnouncement } from './get-desk-announcement.ts'
export { listAnnouncementPeople } from './list-announcement-people.ts'
export { listDeskAnnouncements } from './list-desk-announcements.ts'
export { publishAnnouncement } from './publish-announcement.ts'
export { withdrawAnnouncement } from './withdraw-announcement.ts'
