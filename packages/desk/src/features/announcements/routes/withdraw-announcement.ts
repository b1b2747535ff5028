// POST /_chappe/desk/v1/announcements/{announcementId}/withdraw
import { withdrawAnnouncement } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { announcementAnswer } from './answers.ts'

/** Ends an announcement. */
export function withdrawAnnouncementRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(withdrawAnnouncement, async (call) => {
    const found = await announcements.withdraw(deskCallOf(withdrawAnnouncement, call), numberOf(call.params.announcementId, 'announcement'), call.body)
    return call.tap.reveal(announcementAnswer(found), [{ kind: 'people', count: 1, subject: found.createdBy }])
  })
}
