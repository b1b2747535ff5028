// From announcements to what goes over the wire.
import type { Announcement, Recipient, StoredAnnouncement } from '../announcements.ts'

/** An announcement at the desk. */
export function announcementAnswer(found: Announcement) {
  return {
    announcement_id: found.announcementNid,
    created_by: found.createdBy,
    created_at_ms: found.createdAtMs,
    severity: found.severity,
    audience: { kind: found.audience, names: found.audienceNames },
    ...textAnswer(found),
    must_acknowledge: found.mustAcknowledge,
    deadline_ms: found.deadlineMs,
    state: found.state,
    request_id: found.requestNid,
    recipients: found.recipients,
    told: found.told,
    acknowledged: found.acknowledged,
    reminders: found.round,
    next_reminder_at_ms: found.nextRoundAtMs,
  }
}

/** An announcement as whoever it is for sees it. */
export function ownAnswer(found: StoredAnnouncement) {
  return {
    announcement_id: found.announcementNid,
    created_at_ms: found.createdAtMs,
    severity: found.severity,
    ...textAnswer(found),
    must_acknowledge: found.mustAcknowledge,
    deadline_ms: found.deadlineMs,
  }
}

/** Somebody whom it is for. */
export function recipientAnswer({ userId, organisationId, toldAtMs, acknowledgedAtMs }: Recipient) {
  return { user_id: userId, organisation_id: organisationId, told_at_ms: toldAtMs, acknowledged_at_ms: acknowledgedAtMs }
}

function textAnswer({ titleFr, titleEn, bodyFr, bodyEn }: StoredAnnouncement) {
  return { title_fr: titleFr, title_en: titleEn, body_fr: bodyFr, body_en: bodyEn }
}
