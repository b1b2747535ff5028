// GET /_chappe/client/v1/announcements
import { listAnnouncements } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { ownAnswer } from './answers.ts'

/** What the caller was told and has not acknowledged. */
export function listAnnouncementsRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(listAnnouncements, async ({ session }) => ({ announcements: (await announcements.listOwn(session)).map(ownAnswer) }))
}
