// SQL of leak attribution: what was asked for, how far it is, and what was found.
import type { AttributionFailure } from '@chappe/contract'
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'
import type { Place } from './leaked-store.ts'

/** Where an attribution stands. `asked`: a second person has to agree. */
export type AttributionState = 'asked' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** What is looked for, and among the reads of which time. */
export interface NewAttribution {
  fromMs: number
  toMs: number
  places: readonly Place[]
  mediaIds: readonly string[]
  /** JSON text of a `Sought`. */
  sought: string
}

/** An attribution as it is stored. */
export interface StoredAttribution {
  requestNid: number
  state: AttributionState
  progress: number
  failure: AttributionFailure | null
  fromMs: number
  toMs: number
  rooms: number[]
  positions: number[]
  mediaIds: string[]
  sought: string | null
  /** JSON text of a `Found`. */
  result: string | null
  madeAtMs: number | null
  target: string
  reason: string
  caseNid: number | null
  askedBy: string
  askedAtMs: number
  decidedBy: string | null
}

const ATTRIBUTION = sql.raw(`x.request_nid AS "requestNid", x.state, x.progress, x.failure, x.from_ms AS "fromMs", x.to_ms AS "toMs", x.rooms, x.positions,
  x.media_ids AS "mediaIds", x.sought, x.result, x.made_at_ms AS "madeAtMs", r.target, r.reason, r.case_nid AS "caseNid", a.user_id AS "askedBy",
  r.asked_at_ms AS "askedAtMs", d.user_id AS "decidedBy"`)
const FROM = sql.raw('attribution x JOIN desk_request r USING (request_nid) JOIN account a ON a.user_nid = r.asked_by LEFT JOIN account d ON d.user_nid = r.decided_by')

/** Keeps what is asked for. */
export async function insertAttribution(tx: Tx, requestNid: number, { fromMs, toMs, places, mediaIds, sought }: NewAttribution): Promise<void> {
  await sql`INSERT INTO attribution (request_nid, from_ms, to_ms, rooms, positions, media_ids, sought)
    VALUES (${requestNid}, ${fromMs}, ${toMs}, ${places.map(({ room }) => room)}::int4[], ${places.map(({ position }) => position)}::int8[],
      ${[...mediaIds]}::text[], ${sought})`.execute(tx)
}

/** Two have agreed: it is to be worked out. */
export async function setAgreed(tx: Tx, requestNid: number): Promise<void> {
  await sql`UPDATE attribution SET state = 'waiting' WHERE request_nid = ${requestNid} AND state = 'asked'`.execute(tx)
}

/** One that was agreed to, for somebody who has asked for it or agreed. */
export async function findAgreed(db: Db, requestNid: number, userNid: number): Promise<StoredAttribution | undefined> {
  const rows = await sql<StoredAttribution>`SELECT ${ATTRIBUTION} FROM ${FROM}
    WHERE x.request_nid = ${requestNid} AND x.state <> 'asked' AND ${userNid} IN (r.asked_by, r.decided_by)`.execute(db)
  return rows.rows[0] === undefined ? undefined : withNumbers(rows.rows[0])
}

/** Those that somebody has asked for or agreed to, newest first. */
export async function listAgreed(db: Db, userNid: number, page: { from: number; limit: number }): Promise<StoredAttribution[]> {
  const rows = await sql<StoredAttribution>`SELECT ${ATTRIBUTION} FROM ${FROM}
    WHERE (${page.from}::bigint = 0 OR x.request_nid < ${page.from}::bigint) AND x.state <> 'asked' AND ${userNid} IN (r.asked_by, r.decided_by)
    ORDER BY x.request_nid DESC LIMIT ${page.limit}`.execute(db)
  return rows.rows.map(withNumbers)
}

/** Takes the first one that waits, or that was being worked out when the process ended; it begins anew. */
export async function takeNext(db: Db): Promise<StoredAttribution | undefined> {
  const taken = await sql<{ nid: number }>`UPDATE attribution SET state = 'running', progress = 0
    WHERE request_nid = (SELECT min(request_nid) FROM attribution WHERE state IN ('waiting', 'running')) RETURNING request_nid AS nid`.execute(db)
  const nid = taken.rows[0]?.nid
  if (nid === undefined) return undefined
  const rows = await sql<StoredAttribution>`SELECT ${ATTRIBUTION} FROM ${FROM} WHERE x.request_nid = ${nid}`.execute(db)
  return rows.rows[0] === undefined ? undefined : withNumbers(rows.rows[0])
}

/** How far one is; false where it was cancelled. */
export async function setProgress(db: Db, requestNid: number, progress: number): Promise<boolean> {
  const set = await sql`UPDATE attribution SET progress = ${progress} WHERE request_nid = ${requestNid} AND state = 'running'`.execute(db)
  return set.numAffectedRows === 1n
}

/** One is done, unless it was cancelled. */
export async function setDone(db: Db, requestNid: number, { result, atMs }: { result: string; atMs: number }): Promise<void> {
  await sql`UPDATE attribution SET state = 'done', progress = 1, result = ${result}, made_at_ms = ${atMs}, sought = NULL
    WHERE request_nid = ${requestNid} AND state = 'running'`.execute(db)
}

/** One could not be worked out. */
export async function setFailed(db: Db, requestNid: number, failure: AttributionFailure): Promise<void> {
  await sql`UPDATE attribution SET state = 'failed', failure = ${failure}, sought = NULL WHERE request_nid = ${requestNid} AND state = 'running'`.execute(db)
}

/** One is not to be worked out; false where it is over. */
export async function setCancelled(tx: Tx, requestNid: number): Promise<boolean> {
  const set = await sql`UPDATE attribution SET state = 'cancelled', sought = NULL WHERE request_nid = ${requestNid} AND state IN ('waiting', 'running')`.execute(tx)
  return set.numAffectedRows === 1n
}

/** Forgets the hashes of those that nobody will agree to any more. */
export async function forgetRefused(db: Db, nowMs: number): Promise<void> {
  await sql`UPDATE attribution x SET sought = NULL FROM desk_request r WHERE r.request_nid = x.request_nid AND x.state = 'asked' AND x.sought IS NOT NULL
    AND (r.decision = 'refused' OR (r.decision IS NULL AND r.expires_at_ms <= ${nowMs}))`.execute(db)
}

/** Positions are of 64 bits, and come as texts within an array. */
function withNumbers(row: StoredAttribution): StoredAttribution {
  return { ...row, positions: row.positions.map(Number) }
}
