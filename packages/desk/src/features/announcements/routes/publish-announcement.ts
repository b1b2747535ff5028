// POST /_chappe/desk/v1/announcements
import { publishAnnouncement } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAnnouncements } from '../announcements.ts'
import { announcementAnswer } from './answers.ts'

/** Tells many people something, or asks for it. */
export function publishAnnouncementRoute({ route }: DeskPorts, announcements: DeskAnnouncements): Route {
  return route(publishAnnouncement, async (call) => {
    const { severity, audience, title_fr: titleFr, title_en: titleEn, body_fr: bodyFr, body_en: bodyEn, must_acknowledge: mustAcknowledge, ...rest } = call.body
    const draft = { severity, audience, titleFr, titleEn, bodyFr, bodyEn, mustAcknowledge, deadlineMs: rest.deadline_ms ?? null, reason: rest.reason, case_id: rest.case_id }
    const made = await announcements.publish(deskCallOf(publishAnnouncement, call), draft)
    return call.tap.reveal(announcementAnswer(made), [{ kind: 'people', count: 1, subject: made.createdBy }])
  })
}
