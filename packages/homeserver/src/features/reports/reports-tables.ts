// Row type of reports.
import type { Generated } from 'kysely'

/** See migration 0152. */
export interface ReportTable {
  report_nid: Generated<number>
  kind: 'event' | 'room' | 'user'
  at_ms: number
  reporter_nid: number
  room_nid: number | null
  event_id: string | null
  user_id: string | null
  reason: string
  score: number | null
}

/** The tables of this feature. */
export interface ReportsTables {
  report: ReportTable
}
