// Row types of the processes of an installation.
import type { Generated, GeneratedAlways } from 'kysely'

/** See migrations 0240 and 0375. */
export interface ProcessTable {
  process_id: string
  epoch: GeneratedAlways<number>
  role: string
  internal_address: string
  started_at_ms: number
  serving_until_ms: number
  renewals: Generated<number>
  machine: Generated<string>
  pid: Generated<number>
  pid_started_ticks: Generated<number>
}

/** See migration 0241. */
export interface ProcessNoticeTable {
  notice_id: GeneratedAlways<number>
  process_id: string
  epoch: number
  sender: string
  body: string
}

/** See migration 0242. */
export interface InternalSecretTable {
  only_row: boolean
  secret: string
}

/** The tables of the processes. */
export interface ProcessesTables {
  process: ProcessTable
  process_notice: ProcessNoticeTable
  internal_secret: InternalSecretTable
}
