// GET /_chappe/desk/v1/announcements/{announcementId}/people
import { listAnnouncementPeople } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf, pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { recipientAnswer } from './answers.ts'

/** Who an announcement is for, and who has acknowledged it. */
export function listAnnouncementPeopleRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(listAnnouncementPeople, async ({ params, query, tap }) => {
    const page = pageOf(query)
    const isAcknowledged = query.acknowledged === undefined ? undefined : query.acknowledged === 'true'
    const found = await announcements.listPeople(numberOf(params.announcementId, 'announcement'), { isAcknowledged, organisationId: query.organisation_id }, page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { people: found.map(recipientAnswer), ...(last === undefined ? {} : { next: String(last.userNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: `announcement ${params.announcementId}` }])
  })
}
