// SQL of leak attribution: what was asked for, how far it is, and what was found.
import type { AttributionFailure } from '@chappe/contract'
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'
import type { JobState } from '../../jobs.ts'
import { jobStore } from '../../jobs.ts'
import type { Place } from './leaked-store.ts'

/** Where an attribution stands. `asked`: a second person has to agree. */
export type AttributionState = 'asked' | JobState

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

/** The steps of working attributions out. Hashes of texts are kept until then. */
export const attributionJobs = jobStore<'too_many_places' | 'too_many_messages'>({ name: 'attribution', key: 'request_nid', forgets: ['sought'] })

/** One that is worked out. */
export async function getTaken(db: Db, requestNid: number): Promise<StoredAttribution> {
  const rows = await sql<StoredAttribution>`SELECT ${ATTRIBUTION} FROM ${FROM} WHERE x.request_nid = ${requestNid}`.execute(db)
  if (rows.rows[0] === undefined) throw new Error(`there is no attribution ${requestNid}`)
  return withNumbers(rows.rows[0])
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
