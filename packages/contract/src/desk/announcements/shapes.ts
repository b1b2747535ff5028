// Shapes of announcements. docs/api/desk.md
import { Type } from 'typebox'

const count = Type.Integer({ minimum: 0 })
const momentOrNull = Type.Union([Type.Integer(), Type.Null()])

/** How grave it is. */
export const announcementSeverity = Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')])

/** Whom it is for: the names are ids of organisations, or types of accounts (`agent`, `external`, `service`). */
export const announcementAudience = Type.Object({
  kind: Type.Union([Type.Literal('everybody'), Type.Literal('organisations'), Type.Literal('account_types')]),
  names: Type.Array(Type.String({ minLength: 1, maxLength: 63 }), { maxItems: 500 }),
})

/** What it says, in both languages. */
export const announcementText = {
  title_fr: Type.String({ minLength: 1, maxLength: 200 }),
  title_en: Type.String({ minLength: 1, maxLength: 200 }),
  body_fr: Type.String({ minLength: 1, maxLength: 8000 }),
  body_en: Type.String({ minLength: 1, maxLength: 8000 }),
}

/** An announcement at the desk. */
export const deskAnnouncement = Type.Object({
  announcement_id: Type.Integer(),
  created_by: Type.String(),
  created_at_ms: Type.Integer(),
  severity: announcementSeverity,
  audience: announcementAudience,
  ...announcementText,
  must_acknowledge: Type.Boolean(),
  deadline_ms: momentOrNull,
  /** `waiting`: for a second person. `sending`: not everybody was told yet, or reminded. */
  state: Type.Union([Type.Literal('waiting'), Type.Literal('sending'), Type.Literal('sent'), Type.Literal('withdrawn')]),
  request_id: momentOrNull,
  /** How many it is for, as far as they are known; have been told; have acknowledged. */
  recipients: count,
  told: count,
  acknowledged: count,
  /** How many times people were reminded, and when the next time is. */
  reminders: count,
  next_reminder_at_ms: momentOrNull,
})
