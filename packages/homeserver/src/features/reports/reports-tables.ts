// Row type of reports.
import type { Generated } from 'kysely'

/** What a report is about; the last two are about whoever makes it. */
export type ReportKind = 'event' | 'room' | 'user' | 'sign_in' | 'tricked'

/** How far the desk is with one. */
export type ReportState = 'open' | 'taken' | 'done'

/** See migration 0152. */
export interface ReportTable {
  report_nid: Generated<number>
  kind: ReportKind
  at_ms: number
  reporter_nid: number
  room_nid: number | null
  event_id: string | null
  user_id: string | null
  reason: string
  score: number | null
  /** See migration 0345. */
  choice: string | null
  device_id: string | null
  state: Generated<ReportState>
  handled_by: number | null
  handled_at_ms: number | null
  case_nid: number | null
}

/** The tables of this feature. */
export interface ReportsTables {
  report: ReportTable
}
