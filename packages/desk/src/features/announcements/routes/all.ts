// Every route of announcements.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { acknowledgeAnnouncementRoute } from './acknowledge-announcement.ts'
import { getDeskAnnouncementRoute } from './get-desk-announcement.ts'
import { listAnnouncementPeopleRoute } from './list-announcement-people.ts'
import { listAnnouncementsRoute } from './list-announcements.ts'
import { listDeskAnnouncementsRoute } from './list-desk-announcements.ts'
import { publishAnnouncementRoute } from './publish-announcement.ts'
import { withdrawAnnouncementRoute } from './withdraw-announcement.ts'

/** The routes, tied to their operations. */
export function announcementsRoutes(ports: DeskPorts, announcements: DeskAnnouncements): Route[] {
  return [
    publishAnnouncementRoute(ports, announcements),
    listDeskAnnouncementsRoute(ports, announcements),
    getDeskAnnouncementRoute(ports, announcements),
    listAnnouncementPeopleRoute(ports, announcements),
    withdrawAnnouncementRoute(ports, announcements),
    listAnnouncementsRoute(ports, announcements),
    acknowledgeAnnouncementRoute(ports, announcements),
  ]
}
