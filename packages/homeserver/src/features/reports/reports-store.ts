// SQL of reports.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { ReportKind, ReportState } from './reports-tables.ts'

/** A report to store. */
export interface NewReport {
  kind: ReportKind
  atMs: number
  reporterNid: number
  roomNid?: number
  eventId?: string
  /** Whom it is about. */
  userId?: string
  reason: string
  score?: number | undefined
  choice?: string | undefined
  deviceId?: string | undefined
}

/** A report as an administrator sees it. */
export interface Report {
  id: number
  kind: ReportKind
  atMs: number
  reporter: string
  roomId: string | null
  roomNid: number | null
  eventId: string | null
  userId: string | null
  reason: string
  score: number | null
  choice: string | null
  deviceId: string | null
  state: ReportState
  caseNid: number | null
  handledBy: string | null
  handledAtMs: number | null
}

/** Which reports are asked for. */
export interface ReportFilter {
  reporter?: string | undefined
  roomId?: string | undefined
  userId?: string | undefined
}

/** Stores a report unless its reporter has made `limit` of them since `since`; nothing then, else its number. */
export async function insertReport(db: Db | Tx, report: NewReport, bound: { since: number; limit: number }): Promise<number | undefined> {
  const { kind, atMs, reporterNid, roomNid = null, eventId = null, userId = null, reason, score = null, choice = null, deviceId = null } = report
  const result = await sql<{ id: number }>`
    INSERT INTO report (kind, at_ms, reporter_nid, room_nid, event_id, user_id, reason, score, choice, device_id)
    SELECT ${kind}, ${atMs}, ${reporterNid}, ${roomNid}, ${eventId}, ${userId}, ${reason}, ${score}, ${choice}, ${deviceId}
    WHERE (SELECT count(*) FROM (
      SELECT 1 FROM report WHERE reporter_nid = ${reporterNid} AND at_ms > ${bound.since} LIMIT ${bound.limit}
    ) lately) < ${bound.limit}
    RETURNING report_nid::int8 AS id
  `.execute(db)
  return result.rows[0]?.id
}

const COLUMNS = sql.raw(`r.report_nid::int8 AS id, r.kind, r.at_ms AS "atMs", a.user_id AS reporter, m.room_id AS "roomId",
  r.room_nid AS "roomNid", r.event_id AS "eventId", r.user_id AS "userId", r.reason, r.score,
  r.choice, r.device_id AS "deviceId", r.state, r.case_nid::int8 AS "caseNid", h.user_id AS "handledBy", r.handled_at_ms AS "handledAtMs"`)
const FROM = sql.raw(`FROM report r JOIN account a ON a.user_nid = r.reporter_nid LEFT JOIN room m ON m.room_nid = r.room_nid
  LEFT JOIN account h ON h.user_nid = r.handled_by`)

/** Reports, newest first unless told otherwise, and how many there are. */
export async function listReports(
  db: Db,
  filter: ReportFilter,
  page: { from: number; limit: number; oldestFirst: boolean },
): Promise<{ reports: Report[]; total: number }> {
  const { reporter = null, roomId = null, userId = null } = filter
  const where = sql`(${reporter}::text IS NULL OR a.user_id = ${reporter}::text)
    AND (${roomId}::text IS NULL OR m.room_id = ${roomId}::text) AND (${userId}::text IS NULL OR r.user_id = ${userId}::text)`
  const order = sql.raw(page.oldestFirst ? 'ASC' : 'DESC')
  const [rows, count] = await Promise.all([
    sql<Report>`SELECT ${COLUMNS} ${FROM} WHERE ${where} ORDER BY r.report_nid ${order} LIMIT ${page.limit} OFFSET ${page.from}`.execute(db),
    sql<{ total: number }>`SELECT count(*)::int AS total ${FROM} WHERE ${where}`.execute(db),
  ])
  return { reports: rows.rows, total: count.rows[0]?.total ?? 0 }
}

/** Reports as the desk reads them, newest first, from before a number on. */
export async function listReportsBefore(
  db: Db,
  { before, limit }: { before: number; limit: number },
  { state = null, caseNid = null }: { state?: ReportState | undefined | null; caseNid?: number | undefined | null },
): Promise<Report[]> {
  const rows = await sql<Report>`SELECT ${COLUMNS} ${FROM} WHERE (${before}::bigint = 0 OR r.report_nid < ${before}::bigint)
    AND (${state}::text IS NULL OR r.state = ${state}::text) AND (${caseNid}::bigint IS NULL OR r.case_nid = ${caseNid}::bigint) ORDER BY r.report_nid DESC LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Sets how far the desk is with a report; false where it is done with it already, or there is none. */
export async function setReportState(
  tx: Tx,
  id: number,
  set: { state: ReportState; handledBy: number | null; atMs: number; caseNid: number | undefined },
): Promise<boolean> {
  const result = await sql`UPDATE report SET state = ${set.state}, handled_by = ${set.handledBy}, handled_at_ms = ${set.atMs},
      case_nid = coalesce(${set.caseNid ?? null}::bigint, case_nid)
    WHERE report_nid = ${id} AND state <> 'done'`.execute(tx)
  return (result.numAffectedRows ?? 0n) === 1n
}

/** One report. */
export async function findReport(db: Db | Tx, id: number): Promise<Report | undefined> {
  const result = await sql<Report>`SELECT ${COLUMNS} ${FROM} WHERE r.report_nid = ${id}`.execute(db)
  return result.rows[0]
}

/** Removes a report; false where there is none. */
export async function deleteReport(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('report').where('report_nid', '=', id).executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Whether there is an account of that user id. */
export async function hasAccount(db: Db, userId: string): Promise<boolean> {
  const row = await db.selectFrom('account').select('user_nid').where('user_id', '=', userId).executeTakeFirst()
  return row !== undefined
}
