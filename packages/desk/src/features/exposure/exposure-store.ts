// SQL of exposure reports: what is ordered, how far it is, and what was found.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** Where a report stands. `asked`: a second person has to agree. */
export type ReportState = 'asked' | 'waiting' | 'running' | 'done' | 'failed'

/** Why a report could not be made; the log of the server says more. */
export type ReportFailure = 'too_many_rows' | 'broken'

/** A report as it is stored. */
export interface StoredReport {
  reportNid: number
  state: ReportState
  /** JSON text. */
  subject: string
  fromMs: number
  toMs: number
  caseNid: number | null
  requestNid: number | null
  askedBy: string
  askedAtMs: number
  madeAtMs: number | null
  progress: number
  failure: ReportFailure | null
  /** JSON text of an `ExposureSummary`; as long as the report is not done, of what was delivered alone. */
  summary: string | null
  archiveBytes: number | null
  /** It is about an account of a drill. */
  isExercise: boolean
}

/** A report to write down. */
export interface NewReport {
  state: 'asked' | 'waiting'
  subject: string
  fromMs: number
  toMs: number
  caseNid: number | null
  requestNid: number | null
  askedBy: number
  atMs: number
}

/** One entry of a long list. */
export interface NewEntry {
  class: string
  sessions: readonly string[]
  /** JSON text. */
  body: string
}

/** The long lists. */
export type EntryKind = 'room' | 'person' | 'file'

const REPORT = sql.raw(`x.report_nid AS "reportNid", x.state, x.subject, x.from_ms AS "fromMs", x.to_ms AS "toMs", x.case_nid AS "caseNid",
  x.request_nid AS "requestNid", a.user_id AS "askedBy", x.asked_at_ms AS "askedAtMs", x.made_at_ms AS "madeAtMs", x.progress, x.failure,
  x.summary, x.archive_bytes AS "archiveBytes",
  EXISTS (SELECT 1 FROM account s WHERE s.user_id = x.subject::jsonb->>'userId' AND s.account_type = 'exercise') AS "isExercise"`)
const FROM = sql.raw('exposure_report x JOIN account a ON a.user_nid = x.asked_by')

/** Writes a report down; gives back its number. */
export async function insertReport(tx: Tx, report: NewReport): Promise<number> {
  const { state, subject, fromMs, toMs, caseNid, requestNid, askedBy, atMs } = report
  const rows = await sql<{ nid: number }>`INSERT INTO exposure_report (state, subject, from_ms, to_ms, case_nid, request_nid, asked_by, asked_at_ms)
    VALUES (${state}, ${subject}, ${fromMs}, ${toMs}, ${caseNid}, ${requestNid}, ${askedBy}, ${atMs}) RETURNING report_nid AS nid`.execute(tx)
  return rows.rows[0]?.nid ?? 0
}

/** What was asked for is to be made. */
export async function setAgreed(tx: Tx, requestNid: number): Promise<void> {
  await sql`UPDATE exposure_report SET state = 'waiting' WHERE request_nid = ${requestNid} AND state = 'asked'`.execute(tx)
}

/** One report. */
export async function findReport(db: Db | Tx, reportNid: number): Promise<StoredReport | undefined> {
  const rows = await sql<StoredReport>`SELECT ${REPORT} FROM ${FROM} WHERE x.report_nid = ${reportNid}`.execute(db)
  return rows.rows[0]
}

/** Reports, newest first. */
export async function listReports(db: Db, filter: { caseNid: number | undefined }, page: { from: number; limit: number }): Promise<StoredReport[]> {
  const rows = await sql<StoredReport>`SELECT ${REPORT} FROM ${FROM}
    WHERE (${page.from}::bigint = 0 OR x.report_nid < ${page.from}::bigint)
      AND (${filter.caseNid ?? null}::bigint IS NULL OR x.case_nid = ${filter.caseNid ?? null}::bigint)
    ORDER BY x.report_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** Takes the first report that waits, or that was being made when the process ended; it begins anew. */
export async function takeNext(db: Db): Promise<StoredReport | undefined> {
  const taken = await sql<{ nid: number }>`UPDATE exposure_report SET state = 'running', progress = 0, summary = NULL
    WHERE report_nid = (SELECT min(report_nid) FROM exposure_report WHERE state IN ('waiting', 'running')) RETURNING report_nid AS nid`.execute(db)
  const nid = taken.rows[0]?.nid
  return nid === undefined ? undefined : findReport(db, nid)
}

/** How far a report is. */
export async function setProgress(db: Db, reportNid: number, progress: number): Promise<void> {
  await sql`UPDATE exposure_report SET progress = ${progress} WHERE report_nid = ${reportNid}`.execute(db)
}

/** A report could not be made. */
export async function setFailed(db: Db, reportNid: number, failure: ReportFailure): Promise<void> {
  await sql`UPDATE exposure_report SET state = 'failed', failure = ${failure} WHERE report_nid = ${reportNid}`.execute(db)
}

/** A report is done. */
export async function setDone(tx: Tx, reportNid: number, done: { madeAtMs: number; summary: string; archiveBytes: number }): Promise<void> {
  await sql`UPDATE exposure_report SET state = 'done', progress = 1, made_at_ms = ${done.madeAtMs}, summary = ${done.summary}, archive_bytes = ${done.archiveBytes}
    WHERE report_nid = ${reportNid}`.execute(tx)
}

/** The numbers of every account that a drill has had. */
export async function listExerciseNids(db: Db): Promise<number[]> {
  const rows = await sql<{ nid: number }>`SELECT user_nid AS nid FROM account WHERE account_type = 'exercise'`.execute(db)
  return rows.rows.map(({ nid }) => nid)
}

/** What was delivered is known of a report that is being made. */
export async function setDelivered(tx: Tx, reportNid: number, summary: string): Promise<void> {
  await sql`UPDATE exposure_report SET summary = ${summary} WHERE report_nid = ${reportNid}`.execute(tx)
}

/** Takes away lists, and the archive, of a report whose lists are written anew. */
export async function deleteEntries(tx: Tx, reportNid: number, kinds: readonly EntryKind[]): Promise<void> {
  await sql`DELETE FROM exposure_entry WHERE report_nid = ${reportNid} AND kind = ANY(${kinds}::text[])`.execute(tx)
  await sql`DELETE FROM exposure_archive WHERE report_nid = ${reportNid}`.execute(tx)
}

/** Writes a part of an archive. */
export async function insertArchivePart(tx: Tx, reportNid: number, part: number, bytes: Uint8Array): Promise<void> {
  await sql`INSERT INTO exposure_archive (report_nid, part, bytes) VALUES (${reportNid}, ${part}, ${Buffer.from(bytes)})`.execute(tx)
}

/** A part of an archive; nothing behind the last one. */
export async function findArchivePart(db: Db, reportNid: number, part: number): Promise<Buffer | undefined> {
  const rows = await sql<{ bytes: Buffer }>`SELECT bytes FROM exposure_archive WHERE report_nid = ${reportNid} AND part = ${part}`.execute(db)
  return rows.rows[0]?.bytes
}

/** Writes entries of a long list from a place on. */
export async function insertEntries(tx: Tx, list: { reportNid: number; kind: EntryKind; first: number }, entries: readonly NewEntry[]): Promise<void> {
  await sql`INSERT INTO exposure_entry (report_nid, kind, place, class, sessions, body)
    SELECT ${list.reportNid}, ${list.kind}, ${list.first}::int4 + (n - 1)::int4, c, ARRAY(SELECT json_array_elements_text(s::json)), b
    FROM unnest(${entries.map((each) => each.class)}::text[], ${entries.map(({ sessions }) => JSON.stringify(sessions))}::text[],
      ${entries.map(({ body }) => body)}::text[]) WITH ORDINALITY AS e (c, s, b, n)`.execute(tx)
}

/** Entries of a long list from a place on, as JSON texts. */
export async function listEntries(
  db: Db,
  list: { reportNid: number; kind: EntryKind; class: string | undefined; session: string | undefined },
  page: { from: number; limit: number },
): Promise<{ entries: { place: number; body: string }[]; total: number }> {
  const { reportNid, kind, session = null } = list
  const isWanted = sql`report_nid = ${reportNid} AND kind = ${kind} AND (${list.class ?? null}::text IS NULL OR class = ${list.class ?? null}::text)
    AND (${session}::text IS NULL OR ${session}::text = ANY(sessions))`
  const [rows, totals] = await Promise.all([
    sql<{ place: number; body: string }>`SELECT place, body FROM exposure_entry WHERE ${isWanted} AND place >= ${page.from} ORDER BY place LIMIT ${page.limit}`.execute(db),
    sql<{ total: number }>`SELECT count(*) AS total FROM exposure_entry WHERE ${isWanted}`.execute(db),
  ])
  return { entries: rows.rows, total: totals.rows[0]?.total ?? 0 }
}
