// SQL of notices to people about what of theirs was shown.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** Where telling people stands. */
export type BatchState = 'asked' | 'queueing' | 'sending' | 'done'

/** Everybody of one report. */
export interface StoredBatch {
  batchNid: number
  reportNid: number
  requestNid: number
  state: BatchState
  /** JSON text. */
  wording: string
  withCiphertextOnly: boolean
}

/** One person who is to be told. */
export interface OpenNotice {
  noticeNid: number
  userId: string
  /** JSON text. */
  facts: string
  attempts: number
  /** The language a device of theirs has named last; nothing where none has. */
  language: string | null
}

/** The same, by mail. */
export interface OpenMail extends Omit<OpenNotice, 'attempts'> {
  address: string | null
}

/** Where a notice stands. */
export interface StoredNotice {
  noticeNid: number
  userId: string
  state: 'queued' | 'sent' | 'failed'
  why: string | null
  sentAtMs: number | null
  readAtMs: number | null
  mail: 'none' | 'waiting' | 'sent' | 'failed'
}

/** How many stand how. */
export interface NoticeSums {
  queued: number
  sent: number
  failed: number
  read: number
  mailNone: number
  mailWaiting: number
  mailSent: number
  mailFailed: number
}

const BATCH = sql.raw(`batch_nid AS "batchNid", report_nid AS "reportNid", request_nid AS "requestNid", state, wording, with_ciphertext_only AS "withCiphertextOnly"`)
const TRACKING = sql.raw(`'notice:' || n.notice_nid`)
const LANGUAGE = sql.raw(`(SELECT lower(left(p.lang, 2)) FROM pusher p WHERE p.user_id = n.user_id ORDER BY p.created_at_ms DESC LIMIT 1)`)

/** What a mail of a notice is known by. */
export function trackingOf(noticeNid: number): string {
  return `notice:${noticeNid}`
}

/** Writes down that people are to be told; false where that was asked for already, and nobody has refused. */
export async function insertBatch(tx: Tx, batch: { reportNid: number; requestNid: number; wording: string; withCiphertextOnly: boolean; nowMs: number }): Promise<boolean> {
  const { reportNid, requestNid, wording, withCiphertextOnly, nowMs } = batch
  await sql`DELETE FROM notice_batch b USING desk_request r WHERE b.report_nid = ${reportNid} AND b.state = 'asked' AND r.request_nid = b.request_nid
    AND (r.decision = 'refused' OR (r.decision IS NULL AND r.expires_at_ms <= ${nowMs}))`.execute(tx)
  const result = await sql`INSERT INTO notice_batch (report_nid, request_nid, state, wording, with_ciphertext_only)
    VALUES (${reportNid}, ${requestNid}, 'asked', ${wording}, ${withCiphertextOnly}) ON CONFLICT (report_nid) DO NOTHING`.execute(tx)
  return result.numAffectedRows === 1n
}

/** What was asked for is to be done. */
export async function setBatchAgreed(tx: Tx, requestNid: number): Promise<void> {
  await sql`UPDATE notice_batch SET state = 'queueing' WHERE request_nid = ${requestNid} AND state = 'asked'`.execute(tx)
}

/** How far it is. */
export async function setBatchState(db: Db, batchNid: number, state: BatchState): Promise<void> {
  await sql`UPDATE notice_batch SET state = ${state} WHERE batch_nid = ${batchNid}`.execute(db)
}

/** The batch of a report. */
export async function findBatch(db: Db, reportNid: number): Promise<StoredBatch | undefined> {
  const rows = await sql<StoredBatch>`SELECT ${BATCH} FROM notice_batch WHERE report_nid = ${reportNid}`.execute(db)
  return rows.rows[0]
}

/** Batches of which something is to be done. */
export async function listOpenBatches(db: Db): Promise<StoredBatch[]> {
  const rows = await sql<StoredBatch>`SELECT ${BATCH} FROM notice_batch WHERE state IN ('queueing', 'sending') ORDER BY batch_nid LIMIT 100`.execute(db)
  return rows.rows
}

/** Queues people; who is in the batch already stays as they stand, and who has no account here is left out. */
export async function insertNotices(db: Db, batchNid: number, people: readonly { userId: string; facts: string }[]): Promise<void> {
  await sql`INSERT INTO exposure_notice (batch_nid, user_id, facts)
    SELECT ${batchNid}, p.user_id, p.facts FROM unnest(${people.map(({ userId }) => userId)}::text[], ${people.map(({ facts }) => facts)}::text[]) p (user_id, facts)
    JOIN account a ON a.user_id = p.user_id WHERE a.state <> 'closed' ORDER BY p.user_id
    ON CONFLICT (batch_nid, user_id) DO NOTHING`.execute(db)
}

/** People who are to be told now. */
export async function listOpenNotices(db: Db, batchNid: number, now: { nowMs: number; limit: number }): Promise<OpenNotice[]> {
  const rows = await sql<OpenNotice>`SELECT n.notice_nid AS "noticeNid", n.user_id AS "userId", n.facts, n.attempts, ${LANGUAGE} AS language
    FROM exposure_notice n WHERE n.batch_nid = ${batchNid} AND n.state = 'queued' AND n.next_attempt_at_ms <= ${now.nowMs}
    ORDER BY n.next_attempt_at_ms, n.notice_nid LIMIT ${now.limit}`.execute(db)
  return rows.rows
}

/** Somebody who was told. */
export interface SentNotice {
  noticeNid: number
  eventId: string
  atMs: number
}

/** These were told. */
export async function setNoticesSent(db: Db, sent: readonly SentNotice[]): Promise<void> {
  if (sent.length === 0) return
  await sql`UPDATE exposure_notice n SET state = 'sent', event_id = s.event_id, sent_at_ms = s.at_ms, why = NULL,
    facts = CASE WHEN n.mail = 'waiting' THEN n.facts END
    FROM unnest(${sent.map(({ noticeNid }) => noticeNid)}::int8[], ${sent.map(({ eventId }) => eventId)}::text[], ${sent.map(({ atMs }) => atMs)}::int8[]) s (notice_nid, event_id, at_ms)
    WHERE n.notice_nid = s.notice_nid AND n.state = 'queued'`.execute(db)
}

/** Somebody could not be told: they are tried again, or given up with the reason. */
export async function setNoticeMissed(db: Db, noticeNid: number, missed: { why: string; nextAtMs: number | null }): Promise<void> {
  await sql`UPDATE exposure_notice SET attempts = attempts + 1, why = ${missed.why}, next_attempt_at_ms = coalesce(${missed.nextAtMs}::int8, next_attempt_at_ms),
    state = CASE WHEN ${missed.nextAtMs}::int8 IS NULL THEN 'failed' ELSE state END WHERE notice_nid = ${noticeNid} AND state = 'queued'`.execute(db)
}

/** People to whom no mail was given to the queue yet. */
export async function listOpenMails(db: Db, batchNid: number, limit: number): Promise<OpenMail[]> {
  const rows = await sql<OpenMail>`SELECT n.notice_nid AS "noticeNid", n.user_id AS "userId", n.facts, ${LANGUAGE} AS language,
      (SELECT x.address FROM account a JOIN account_address x ON x.user_nid = a.user_nid WHERE a.user_id = n.user_id ORDER BY x.address LIMIT 1) AS address
    FROM exposure_notice n WHERE n.batch_nid = ${batchNid} AND n.mail = 'waiting' ORDER BY n.notice_nid LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Mails were given to the queue, or there is nobody to write to; gives back of which that was not done before. */
export async function setNoticeMails(tx: Tx, noticeNids: readonly number[], mail: 'queued' | 'none'): Promise<Set<number>> {
  if (noticeNids.length === 0) return new Set()
  const { rows } = await sql<{ noticeNid: number }>`UPDATE exposure_notice SET mail = ${mail}, facts = CASE WHEN state = 'queued' THEN facts END
    WHERE notice_nid = ANY(${[...noticeNids]}::int8[]) AND mail = 'waiting' RETURNING notice_nid AS "noticeNid"`.execute(tx)
  return new Set(rows.map(({ noticeNid }) => noticeNid))
}

/** Whether anything of a batch is left to do. */
export async function isOpen(db: Db, batchNid: number): Promise<boolean> {
  const rows = await sql<{ open: boolean }>`SELECT EXISTS (SELECT 1 FROM exposure_notice WHERE batch_nid = ${batchNid} AND (state = 'queued' OR mail = 'waiting')) AS open`.execute(db)
  return rows.rows[0]?.open === true
}

/** Notes who has read their notice since: their receipt stands at it or further on. */
export async function noteReads(db: Db, batchNid: number): Promise<void> {
  await sql`UPDATE exposure_notice n SET read_at_ms = r.at_ms FROM (
      SELECT s.notice_nid, min(c.at_ms) AS at_ms FROM exposure_notice s JOIN event e ON e.event_id = s.event_id
      JOIN receipt c ON c.user_id = s.user_id AND c.room_nid = e.room_nid AND c.type IN ('m.read', 'm.read.private') AND c.event_position >= e.position
      WHERE s.batch_nid = ${batchNid} AND s.state = 'sent' AND s.read_at_ms IS NULL GROUP BY s.notice_nid) r
    WHERE n.notice_nid = r.notice_nid`.execute(db)
}

/** How many stand how. */
export async function sumNotices(db: Db, batchNid: number): Promise<NoticeSums> {
  const rows = await sql<NoticeSums>`SELECT count(*) FILTER (WHERE n.state = 'queued') AS queued, count(*) FILTER (WHERE n.state = 'sent') AS sent,
      count(*) FILTER (WHERE n.state = 'failed') AS failed, count(n.read_at_ms) AS read, count(*) FILTER (WHERE n.mail = 'none') AS "mailNone",
      count(*) FILTER (WHERE n.mail <> 'none' AND o.outcome IS NULL) AS "mailWaiting", count(*) FILTER (WHERE o.outcome = 'sent') AS "mailSent",
      count(*) FILTER (WHERE o.outcome = 'failed') AS "mailFailed"
    FROM exposure_notice n LEFT JOIN mail_outcome o ON o.tracking = ${TRACKING} WHERE n.batch_nid = ${batchNid}`.execute(db)
  const none = { queued: 0, sent: 0, failed: 0, read: 0, mailNone: 0, mailWaiting: 0, mailSent: 0, mailFailed: 0 }
  return rows.rows[0] ?? none
}

/** Notices of a batch from a place on, those that stand in one way or all. */
export async function listNotices(db: Db, batchNid: number, page: { state: string | undefined; from: number; limit: number }): Promise<StoredNotice[]> {
  const rows = await sql<StoredNotice>`SELECT n.notice_nid AS "noticeNid", n.user_id AS "userId", n.state, n.why, n.sent_at_ms AS "sentAtMs", n.read_at_ms AS "readAtMs",
      CASE WHEN n.mail = 'none' THEN 'none' ELSE coalesce(o.outcome, 'waiting') END AS mail
    FROM exposure_notice n LEFT JOIN mail_outcome o ON o.tracking = ${TRACKING}
    WHERE n.batch_nid = ${batchNid} AND n.notice_nid > ${page.from} AND (${page.state ?? null}::text IS NULL OR n.state = ${page.state ?? null}::text)
    ORDER BY n.notice_nid LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** How many people a report affects, by whether they can be made out what of theirs was shown. It is counted once. */
export async function getCounts(db: Db, reportNid: number): Promise<{ affected: number; unintelligible: number }> {
  const rows = await sql<{ affected: number; unintelligible: number }>`SELECT affected, unintelligible FROM notice_count WHERE report_nid = ${reportNid}`.execute(db)
  if (rows.rows[0] !== undefined) return rows.rows[0]
  const { affected, unintelligible } = await countPeople(db, reportNid)
  await sql`INSERT INTO notice_count (report_nid, affected, unintelligible) VALUES (${reportNid}, ${affected}, ${unintelligible}) ON CONFLICT DO NOTHING`.execute(db)
  return { affected, unintelligible }
}

/** A report that is done and of which nobody has counted whom it affects. */
export async function findUncounted(db: Db): Promise<number | undefined> {
  const rows = await sql<{ nid: number }>`SELECT r.report_nid AS nid FROM exposure_report r
    WHERE r.state = 'done' AND NOT EXISTS (SELECT 1 FROM notice_count c WHERE c.report_nid = r.report_nid) ORDER BY r.report_nid DESC LIMIT 1`.execute(db)
  return rows.rows[0]?.nid
}

/** Those that a report names, and those whose files it names. */
async function countPeople(db: Db, reportNid: number): Promise<{ affected: number; unintelligible: number }> {
  const rows = await sql<{ affected: number; unintelligible: number }>`WITH shown AS (
      SELECT body::json->>'userId' AS user_id, class <> 'ciphertext_only' AS is_clear FROM exposure_entry
      WHERE report_nid = ${reportNid} AND kind = 'person' AND class <> 'reachable'
      UNION ALL SELECT m.user_id, f.class <> 'ciphertext_only' FROM exposure_entry f JOIN media m ON m.media_id = split_part(f.body::json->>'mxc', '/', 4)
      WHERE f.report_nid = ${reportNid} AND f.kind = 'file' AND f.class <> 'reachable'),
    each AS (SELECT s.user_id, bool_or(s.is_clear) AS is_clear FROM shown s JOIN account a ON a.user_id = s.user_id WHERE a.state <> 'closed' GROUP BY s.user_id)
    SELECT count(*) FILTER (WHERE is_clear) AS affected, count(*) FILTER (WHERE NOT is_clear) AS unintelligible FROM each`.execute(db)
  return rows.rows[0] ?? { affected: 0, unintelligible: 0 }
}

/** Who has brought files in. */
export async function listUploaders(db: Db, mediaIds: readonly string[]): Promise<{ mediaId: string; userId: string }[]> {
  const rows = await sql<{ mediaId: string; userId: string }>`SELECT media_id AS "mediaId", user_id AS "userId" FROM media WHERE media_id = ANY(${mediaIds}::text[])`.execute(db)
  return rows.rows
}
