// Shapes of what follows from an exposure report. docs/api/desk.md
import { Type } from 'typebox'

const count = Type.Integer({ minimum: 0 })
const time = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 })
const longText = Type.String({ maxLength: 20_000 })

/** A text in both languages. */
export const inBoth = Type.Object({ fr: longText, en: longText })

/**
 * What a supervisory authority is told: every field of article 33(3) of the GDPR, and why it is late where it is (33(1)).
 * https://eur-lex.europa.eu/eli/reg/2016/679/oj
 */
export const breachFields = Type.Object({
  /** 33(3)(a). */
  nature: inBoth,
  person_categories: inBoth,
  persons: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  record_categories: inBoth,
  records: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
  /** 33(3)(b). */
  contact_name: Type.String({ maxLength: 255 }),
  contact_mail: Type.String({ maxLength: 255 }),
  contact_phone: Type.String({ maxLength: 64 }),
  /** 33(3)(c). */
  consequences: inBoth,
  /** 33(3)(d). */
  measures_taken: inBoth,
  measures_proposed: inBoth,
  /** Why it comes after 72 hours; empty where it does not. */
  delay: inBoth,
})

/** How far the notification is: information may come in phases (33(4)). */
export const breachPhase = Type.Union([Type.Literal('draft'), Type.Literal('first'), Type.Literal('further'), Type.Literal('complete')])

/** A notification as it stands. */
export const breachNotification = Type.Object({
  report_id: count,
  /** It is of a drill: nobody is told anything. */
  is_exercise: Type.Boolean(),
  /** 0: nobody has written anything yet; what is shown is made from the report. */
  revision: count,
  phase: breachPhase,
  clock: Type.Object({
    became_aware_at_ms: count,
    due_at_ms: count,
    /** Nobody has said when; it is the first containment of the case, or when the report was made. */
    is_assumed: Type.Boolean(),
  }),
  fields: breachFields,
  /** What the authority calls it. */
  reference: Type.String(),
  written_by: Type.Union([Type.String(), Type.Null()]),
  written_at_ms: Type.Union([count, Type.Null()]),
  /** The entry of the register of 33(5): the facts, the effects, and what was done. Each saving is kept. */
  register: Type.Object({
    case_id: Type.Union([count, Type.Null()]),
    subject: Type.String(),
    from_ms: count,
    to_ms: count,
    persons: count,
    records: count,
    /** People who are told (34), and how many of them have read it. */
    notices: Type.Union([Type.Object({ sent: count, read: count }), Type.Null()]),
    revisions: Type.Array(Type.Object({ revision: count, phase: breachPhase, written_by: Type.String(), written_at_ms: count })),
  }),
})

/** When somebody became aware of it. */
export const moment = time
