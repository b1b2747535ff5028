// SQL of what was tried at the desk.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** An act before it is done. */
export interface Attempt {
  atMs: number
  operation: string
  /** `machine`: through the socket in the data folder. */
  way: 'desk' | 'machine'
  userNid: number | null
  deviceNid: number | null
  ip: string
  target: string
  reason: string
  caseNid: number | null
  requestNid: number | null
  isBreakGlass: boolean
}

/** An act as it stands in the audit. */
export interface StoredAction {
  actionNid: number
  atMs: number
  operation: string
  way: string
  userId: string | null
  ip: string
  target: string
  reason: string
  caseNid: number | null
  requestNid: number | null
  isBreakGlass: boolean
  outcome: string | null
}

/** Writes an attempt down; gives back its number. It is durable when this resolves. */
export async function insertAttempt(db: Db, attempt: Attempt): Promise<number> {
  const { atMs, operation, way, userNid, deviceNid, ip, target, reason, caseNid, requestNid, isBreakGlass } = attempt
  const rows = await sql<{ action: number }>`INSERT INTO desk_action (at_ms, operation, way, user_nid, device_nid, ip, target, reason,
      case_nid, request_nid, is_break_glass)
    VALUES (${atMs}, ${operation}, ${way}, ${userNid}, ${deviceNid}, ${ip}, ${target}, ${reason}, ${caseNid}, ${requestNid}, ${isBreakGlass})
    RETURNING action_nid AS action`.execute(db)
  const [row] = rows.rows
  if (row === undefined) throw new Error('the attempt was not written down')
  return row.action
}

/** Writes down how an attempt ended. */
export async function setOutcome(
  db: Db | Tx,
  actionNid: number,
  end: { outcome: string; atMs: number; caseNid?: number; requestNid?: number },
): Promise<void> {
  const { outcome, atMs, caseNid = null, requestNid = null } = end
  await sql`UPDATE desk_action SET outcome = ${outcome}, ended_at_ms = ${atMs}, case_nid = coalesce(${caseNid}::bigint, case_nid),
    request_nid = coalesce(${requestNid}::bigint, request_nid) WHERE action_nid = ${actionNid}`.execute(db)
}

/** What was tried, newest first. */
export async function listActions(
  db: Db,
  filter: { target: string | undefined },
  page: { from: number; limit: number },
): Promise<StoredAction[]> {
  const target = filter.target ?? null
  const rows = await sql<StoredAction>`SELECT d.action_nid AS "actionNid", d.at_ms AS "atMs", d.operation, d.way, a.user_id AS "userId",
      d.ip, d.target, d.reason, d.case_nid AS "caseNid", d.request_nid AS "requestNid", d.is_break_glass AS "isBreakGlass", d.outcome
    FROM desk_action d LEFT JOIN account a USING (user_nid)
    WHERE (${page.from}::bigint = 0 OR d.action_nid < ${page.from}::bigint) AND (${target}::text IS NULL OR d.target = ${target}::text)
    ORDER BY d.action_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows.rows
}

/** Something that one person did alone, or that came through the socket of the machine, with what an auditor found. */
export interface BrokenGlass extends StoredAction {
  reviewedBy: string | null
  reviewedAtMs: number | null
  finding: string | null
}

/** What was done alone: what waits for an auditor first, oldest on top, then what has been looked at, newest on top. */
export async function listBroken(db: Db, limit: number): Promise<BrokenGlass[]> {
  const { rows } = await sql<BrokenGlass>`SELECT d.action_nid AS "actionNid", d.at_ms AS "atMs", d.operation, d.way, a.user_id AS "userId",
      d.ip, d.target, d.reason, d.case_nid AS "caseNid", d.request_nid AS "requestNid", d.is_break_glass AS "isBreakGlass", d.outcome,
      w.user_id AS "reviewedBy", r.reviewed_at_ms AS "reviewedAtMs", r.finding
    FROM desk_action d LEFT JOIN account a USING (user_nid) LEFT JOIN break_glass_review r USING (action_nid)
      LEFT JOIN account w ON w.user_nid = r.reviewed_by
    WHERE d.is_break_glass AND coalesce(d.outcome, 'done') = 'done'
    ORDER BY r.action_nid IS NOT NULL, CASE WHEN r.action_nid IS NULL THEN d.action_nid END, d.action_nid DESC LIMIT ${limit}`.execute(db)
  return rows
}

/** Who did something alone; null: through the socket. Nothing where nobody did. */
export async function findBroken(db: Db, actionNid: number): Promise<{ userNid: number | null } | undefined> {
  const { rows } = await sql<{ userNid: number | null }>`SELECT user_nid AS "userNid" FROM desk_action
    WHERE action_nid = ${actionNid} AND is_break_glass AND coalesce(outcome, 'done') = 'done'`.execute(db)
  return rows[0]
}

/** Stores what an auditor found; false where there is a finding already. */
export async function insertReview(tx: Tx, review: { actionNid: number; userNid: number; atMs: number; finding: string }): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`INSERT INTO break_glass_review (action_nid, reviewed_by, reviewed_at_ms, finding)
    VALUES (${review.actionNid}, ${review.userNid}, ${review.atMs}, ${review.finding})
    ON CONFLICT DO NOTHING RETURNING 1 AS found`.execute(tx)
  return rows.length === 1
}
