// GET /_chappe/desk/v1/announcements/{announcementId}
import { getDeskAnnouncement } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { announcementAnswer } from './answers.ts'

/** One announcement, with how far each organisation is. */
export function getDeskAnnouncementRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(getDeskAnnouncement, async ({ params, tap }) => {
    const found = await announcements.get(numberOf(params.announcementId, 'announcement'))
    const body = { ...announcementAnswer(found), organisations: found.organisations.map(({ organisationId, ...each }) => ({ organisation_id: organisationId, ...each })) }
    return tap.reveal(body, [{ kind: 'people', count: 1, subject: found.createdBy }])
  })
}
