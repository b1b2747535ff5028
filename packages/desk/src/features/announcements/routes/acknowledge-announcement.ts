// POST /_chappe/client/v1/announcements/{announcementId}/acknowledge
import { acknowledgeAnnouncement } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'

/** Says that one has read an announcement. */
export function acknowledgeAnnouncementRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(acknowledgeAnnouncement, async ({ session, params }) => ({
    acknowledged_at_ms: await announcements.acknowledge(session, numberOf(params.announcementId, 'announcement')),
  }))
}
