// Shapes of the exposure report. docs/api/desk.md
import type { TProperties } from 'typebox'
import { Type } from 'typebox'

const count = Type.Integer({ minimum: 0 })
const text = Type.Union([Type.String(), Type.Null()])
const time = Type.Union([Type.Integer(), Type.Null()])
const share = Type.Number({ minimum: 0, maximum: 1 })

/** What became of something: see `packages/ledger/src/exposure/report.ts`. */
export const exposureClass = Type.Union([
  Type.Literal('delivered'),
  Type.Literal('unknown'),
  Type.Literal('keys_reachable'),
  Type.Literal('ciphertext_only'),
  Type.Literal('reachable'),
])

/** Whom or what a report is about. */
export const exposureSubject = Type.Union([
  Type.Object({ kind: Type.Literal('account'), user_id: Type.String({ maxLength: 255 }) }),
  Type.Object({ kind: Type.Literal('session'), user_id: Type.String({ maxLength: 255 }), device_id: Type.String({ maxLength: 255 }) }),
  Type.Object({ kind: Type.Literal('network'), cidr: Type.String({ maxLength: 64 }) }),
  Type.Object({ kind: Type.Literal('window') }),
])

/** Sums of a report. */
export const exposureTotals = Type.Object({
  rooms: count,
  rooms_reachable: count,
  /** Of which only what they are called, their picture and how many are in them could have been seen; null: it was not counted then. */
  rooms_previewable: Type.Union([count, Type.Null()]),
  rooms_listed: count,
  /** Delivered in the clear; how many of them are state, which is never encrypted (null: that was not counted then). */
  events: count,
  events_state: Type.Union([count, Type.Null()]),
  events_ciphertext_only: count,
  events_keys_reachable: count,
  events_unknown: count,
  events_reachable: count,
  people: count,
  people_reachable: count,
  people_unnamed: count,
  files: count,
  files_reachable: count,
  file_bytes: count,
  bytes: count,
  sessions: count,
  rows: count,
})

/** A report in a list. */
export const exposureReport = Type.Object({
  report_id: Type.Integer(),
  /** `asked`: a second person has to agree. */
  state: Type.Union([Type.Literal('asked'), Type.Literal('waiting'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  progress: share,
  /** Why it failed. */
  failure: Type.Union([Type.Literal('too_many_rows'), Type.Literal('broken'), Type.Null()]),
  subject: exposureSubject,
  from_ms: count,
  to_ms: count,
  case_id: Type.Union([Type.Integer(), Type.Null()]),
  request_id: Type.Union([Type.Integer(), Type.Null()]),
  asked_by: Type.String(),
  asked_at_ms: count,
  made_at_ms: time,
  /** How many bytes the archive has; null: there is none yet. */
  archive_bytes: Type.Union([count, Type.Null()]),
  /** It is about an account of a drill: nobody real is concerned. */
  is_exercise: Type.Boolean(),
  totals: Type.Union([exposureTotals, Type.Null()]),
})

/** Whom an account could have found or met, and what of rooms the directory could have shown it. */
export const reachablePeople = Type.Object({
  /** Whom a search finds: `everybody`, the own `organisation`, people who are `acquainted` or in open rooms, `nobody`. */
  scope: Type.Union([Type.Literal('everybody'), Type.Literal('organisation'), Type.Literal('acquainted'), Type.Literal('nobody')]),
  count,
  /** Of these, how many only by assumption. */
  assumed: count,
  /** Who was in the rooms that could be read. */
  in_rooms: count,
  /** Both of these, each person once. */
  all: count,
  /** How many more, for whoever knows a whole name, address or id. */
  by_name: count,
  /** Rooms whose entry in the public directory could be seen; of these, how many only by assumption. */
  listed: count,
  listed_assumed: count,
  /** Pictures of people whose profiles could be looked at; null: they were not counted then. */
  pictures: Type.Union([count, Type.Null()]),
  /**
   * What is not on record for that time and was taken to have been: that whoever is stopped or closed now could be found;
   * organisations as they are now; that rooms that were open were listed; that rooms forgotten, blocked or frozen since could be read,
   * and what was purged since; that people had the pictures of today. `pictures` stands in reports of before: they were not counted.
   */
  assumptions: Type.Array(Type.Union([Type.Literal('account_states'), Type.Literal('organisations'), Type.Literal('listing'), Type.Literal('room_marks'), Type.Literal('purged'), Type.Literal('profiles'), Type.Literal('pictures')])),
})

/** What is known of a finished report beside its long lists. */
export const exposureFindings = Type.Object({
  ledger: Type.Object({
    size: count,
    checkpoint: Type.String(),
    is_whole: Type.Boolean(),
    gaps: Type.Array(Type.Object({ from_ms: count, to_ms: count, why: Type.String() })),
  }),
  /** Whom the account could have found by searching. */
  reachable_people: Type.Union([reachablePeople, Type.Null()]),
  sessions: Type.Array(
    Type.Object({
      user_id: Type.String(),
      device_id: Type.String(),
      device_name: text,
      addresses: Type.Array(Type.String()),
      first_at_ms: count,
      last_at_ms: count,
      events: count,
      files: count,
      bytes: count,
      ended_by: Type.Union([Type.Literal('open'), Type.Literal('ended'), Type.Literal('contained')]),
    }),
  ),
  timeline: Type.Array(Type.Object({ from_ms: count, to_ms: count, events: count, files: count, people: count, bytes: count, sessions: count })),
  others: Type.Array(Type.Object({ user_id: Type.String(), address: Type.String(), first_at_ms: count, last_at_ms: count })),
})

const times = { first_at_ms: time, last_at_ms: time }

/** A room of a report. */
export const exposedRoom = Type.Object({
  room_id: Type.String(),
  name: text,
  organisation: text,
  audience: Type.Union([Type.Literal('everybody'), Type.Literal('members'), Type.Literal('server')]),
  is_encrypted: Type.Boolean(),
  is_open: Type.Boolean(),
  class: exposureClass,
  events: Type.Object({ delivered: count, ciphertext_only: count, keys_reachable: count, unknown: count, reachable: count, state: count, total: count }),
  share,
  bytes: count,
  ...times,
  sessions: Type.Array(Type.String()),
  /** `preview`: what it is called, its picture and how many are in it could have been seen, and nothing of what is said there. */
  reachable_by: Type.Union([Type.Literal('member'), Type.Literal('open'), Type.Literal('invited'), Type.Literal('preview'), Type.Null()]),
  reachable_now: Type.Boolean(),
  is_listed: Type.Boolean(),
})

/** A person of a report. */
export const exposedPerson = Type.Object({
  user_id: Type.String(),
  display_name: text,
  organisation: text,
  class: exposureClass,
  events: count,
  rooms: count,
  as_profile: Type.Boolean(),
  as_member: Type.Boolean(),
  ...times,
})

/** A file of a report. */
export const exposedFile = Type.Object({
  mxc: Type.String(),
  name: text,
  room_id: text,
  bytes: count,
  sha256: text,
  class: exposureClass,
  is_whole: Type.Boolean(),
  ...times,
  sessions: Type.Array(Type.String()),
})

/** Which part of a long list. */
export const exposurePage = Type.Object({
  class: Type.Optional(exposureClass),
  /** Only what was delivered to this session: its device id. */
  session: Type.Optional(Type.String({ maxLength: 255 })),
  from: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
})

/** The answer with a part of a long list. */
export function pageOf<const P extends TProperties>(list: P) {
  return Type.Object({ ...list, total: count, next: Type.Optional(Type.String()) })
}
