// SQL of what waits for a second person.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** What came of a request. `broken`: one person did it alone. */
export type Decision = 'approved' | 'refused' | 'broken'

/** What one person has asked for. */
export interface StoredRequest {
  requestNid: number
  operation: string
  target: string
  reason: string
  caseNid: number | null
  askedByNid: number
  askedBy: string
  askedAtMs: number
  expiresAtMs: number
  decidedBy: string | null
  decision: Decision | null
}

const REQUEST = sql.raw(`r.request_nid AS "requestNid", r.operation, r.target, r.reason, r.case_nid AS "caseNid", r.asked_by AS "askedByNid",
  a.user_id AS "askedBy", r.asked_at_ms AS "askedAtMs", r.expires_at_ms AS "expiresAtMs", d.user_id AS "decidedBy", r.decision`)
const FROM = sql.raw(`desk_request r JOIN account a ON a.user_nid = r.asked_by LEFT JOIN account d ON d.user_nid = r.decided_by`)

/** A request to write down. */
export interface NewRequest {
  operation: string
  target: string
  reason: string
  caseNid: number | null
  askedBy: number
  atMs: number
  expiresAtMs: number
}

/** Writes a request down; gives back its number. */
export async function insertRequest(tx: Tx, request: NewRequest): Promise<number> {
  const { operation, target, reason, caseNid, askedBy, atMs, expiresAtMs } = request
  const rows = await sql<{ nid: number }>`INSERT INTO desk_request (operation, target, reason, case_nid, asked_by, asked_at_ms, expires_at_ms)
    VALUES (${operation}, ${target}, ${reason}, ${caseNid}, ${askedBy}, ${atMs}, ${expiresAtMs}) RETURNING request_nid AS nid`.execute(tx)
  return rows.rows[0]?.nid ?? 0
}

/** One request. */
export async function findRequest(db: Db | Tx, requestNid: number): Promise<StoredRequest | undefined> {
  const rows = await sql<StoredRequest>`SELECT ${REQUEST} FROM ${FROM} WHERE r.request_nid = ${requestNid}`.execute(db)
  return rows.rows[0]
}

/** What waits, oldest first, then what was decided or has expired, newest first. */
export async function listRequests(db: Db, { nowMs, caseNid = null }: { nowMs: number; caseNid?: number | undefined | null }, limit: number): Promise<StoredRequest[]> {
  const rows = await sql<StoredRequest>`SELECT ${REQUEST} FROM ${FROM}
    WHERE ${caseNid}::bigint IS NULL OR r.case_nid = ${caseNid}::bigint
    ORDER BY (r.decision IS NULL AND r.expires_at_ms > ${nowMs}) DESC,
      CASE WHEN r.decision IS NULL AND r.expires_at_ms > ${nowMs} THEN r.request_nid END, r.request_nid DESC LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Decides a request; false where somebody has decided it meanwhile, or it has expired. */
export async function decide(
  tx: Tx,
  requestNid: number,
  decision: { decision: Decision; decidedBy: number; atMs: number },
): Promise<boolean> {
  const result = await sql`UPDATE desk_request SET decision = ${decision.decision}, decided_by = ${decision.decidedBy}, decided_at_ms = ${decision.atMs}
    WHERE request_nid = ${requestNid} AND decision IS NULL AND expires_at_ms > ${decision.atMs}`.execute(tx)
  return (result.numAffectedRows ?? 0n) > 0n
}
