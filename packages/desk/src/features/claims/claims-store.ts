// SQL of holding claims against a report: what was asked for, and the entries and events that identifiers name.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'
import type { JobState } from '../../jobs.ts'
import { jobStore } from '../../jobs.ts'

/** What a report says of a room, a person or a file that is named. */
export interface NamedEntry {
  id: string
  class: string
  /** Of a room: how the rest of it could be read. */
  reachableBy: string | null
}

const ID_OF = { room: 'roomId', person: 'userId', file: 'mxc' } as const

/** The entries of a report that have one of these ids. */
export async function listNamedEntries(db: Db, list: { reportNid: number; kind: keyof typeof ID_OF; ids: readonly string[] }): Promise<NamedEntry[]> {
  const key = ID_OF[list.kind]
  const rows = await sql<NamedEntry>`SELECT body::json->>${key} AS id, class, body::json->>'reachableBy' AS "reachableBy" FROM exposure_entry
    WHERE report_nid = ${list.reportNid} AND kind = ${list.kind} AND body::json->>${key} = ANY(${list.ids}::text[])`.execute(db)
  return rows.rows
}

/** Where events are. */
export async function listPlaces(db: Db, eventIds: readonly string[]): Promise<{ eventId: string; room: number; roomId: string; position: number }[]> {
  const rows = await sql<{ eventId: string; room: number; roomId: string; position: number }>`SELECT e.event_id AS "eventId", e.room_nid AS room, r.room_id AS "roomId", e.position
    FROM event e JOIN room r ON r.room_nid = e.room_nid WHERE e.event_id = ANY(${eventIds}::text[])`.execute(db)
  return rows.rows
}

/** A claim check as it is stored. */
export interface StoredCheck {
  checkNid: number
  reportNid: number
  state: JobState
  progress: number
  failure: 'broken' | null
  /** JSON text of what stands in the text: figures and identifiers. Nothing, once it is over. */
  claims: string | null
  claimCount: number
  /** There were more than are looked at. */
  isCut: boolean
  /** JSON text of checked claims. */
  result: string | null
  askedBy: string
  askedAtMs: number
  madeAtMs: number | null
}

/** The steps of working checks out. */
export const claimJobs = jobStore({ name: 'claim_check', key: 'check_nid', forgets: ['claims'] })

const CHECK = sql.raw(`x.check_nid AS "checkNid", x.report_nid AS "reportNid", x.state, x.progress, x.failure, x.claims, x.claim_count AS "claimCount",
  x.is_cut AS "isCut", x.result, a.user_id AS "askedBy", x.asked_at_ms AS "askedAtMs", x.made_at_ms AS "madeAtMs"`)
const FROM = sql.raw('claim_check x JOIN account a ON a.user_nid = x.asked_by')

/** Keeps what is to be checked; gives back its number. */
export async function insertCheck(tx: Tx, check: { reportNid: number; claims: string; claimCount: number; isCut: boolean; askedBy: number; atMs: number }): Promise<number> {
  const { reportNid, claims, claimCount, isCut, askedBy, atMs } = check
  const { rows } = await sql<{ nid: number }>`INSERT INTO claim_check (report_nid, claims, claim_count, is_cut, asked_by, asked_at_ms)
    VALUES (${reportNid}, ${claims}, ${claimCount}, ${isCut}, ${askedBy}, ${atMs}) RETURNING check_nid AS nid`.execute(tx)
  return rows[0]?.nid ?? 0
}

/** One check. */
export async function findCheck(db: Db, checkNid: number): Promise<StoredCheck | undefined> {
  const { rows } = await sql<StoredCheck>`SELECT ${CHECK} FROM ${FROM} WHERE x.check_nid = ${checkNid}`.execute(db)
  return rows[0]
}

/** The checks of a report, newest first. */
export async function listChecks(db: Db, reportNid: number, page: { from: number; limit: number }): Promise<StoredCheck[]> {
  const { rows } = await sql<StoredCheck>`SELECT ${CHECK} FROM ${FROM}
    WHERE x.report_nid = ${reportNid} AND (${page.from}::bigint = 0 OR x.check_nid < ${page.from}::bigint) ORDER BY x.check_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows
}
