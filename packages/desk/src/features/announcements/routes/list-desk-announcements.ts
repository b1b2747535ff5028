// GET /_chappe/desk/v1/announcements
import { listDeskAnnouncements } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { announcementAnswer } from './answers.ts'

/** Announcements, newest first. */
export function listDeskAnnouncementsRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(listDeskAnnouncements, async ({ query, tap }) => {
    const page = pageOf(query)
    const found = await announcements.list(page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = { announcements: found.map(announcementAnswer), ...(last === undefined ? {} : { next: String(last.announcementNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'announcements' }])
  })
}
