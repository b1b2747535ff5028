// SQL of searches of the ledger: how far each is, and where in the tree its rows are.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'
import type { JobState } from '../../jobs.ts'
import { jobStore } from '../../jobs.ts'

/** Why a search found nothing to show. */
export type SearchFailure = 'too_many_rows'

/** A search as it is stored. */
export interface StoredSearch {
  requestNid: number
  state: JobState
  progress: number
  failure: SearchFailure | 'broken' | null
  /** JSON text of a `FoundEvidence`. */
  result: string | null
  madeAtMs: number | null
}

/** So many places stand in a part. */
export const LEAVES_IN_PART = 5000

/** The steps of working searches out. */
export const searchJobs = jobStore<SearchFailure>({ name: 'evidence_search', key: 'request_nid', forgets: [] })

/** Two have agreed: it is to be worked out. */
export async function insertSearch(tx: Tx, requestNid: number): Promise<void> {
  await sql`INSERT INTO evidence_search (request_nid) VALUES (${requestNid}) ON CONFLICT DO NOTHING`.execute(tx)
}

/** How a search stands. */
export async function findSearch(db: Db, requestNid: number): Promise<StoredSearch | undefined> {
  const { rows } = await sql<StoredSearch>`SELECT request_nid AS "requestNid", state, progress, failure, result, made_at_ms AS "madeAtMs"
    FROM evidence_search WHERE request_nid = ${requestNid}`.execute(db)
  return rows[0]
}

/** Keeps where the rows of a search are, in the place of what a process that ended has kept. Ascending. */
export async function setLeaves(db: Db, requestNid: number, leaves: readonly number[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM evidence_leaf WHERE request_nid = ${requestNid}`.execute(tx)
    for (let part = 0; part * LEAVES_IN_PART < leaves.length; part += 1) {
      const some = leaves.slice(part * LEAVES_IN_PART, (part + 1) * LEAVES_IN_PART)
      await sql`INSERT INTO evidence_leaf (request_nid, part, leaves) VALUES (${requestNid}, ${part}, ${some}::bigint[])`.execute(tx)
    }
  })
}

/** The places from one of a search's rows on, in their order. */
export async function listLeaves(db: Db, requestNid: number, { from, limit }: { from: number; limit: number }): Promise<number[]> {
  const [first, last] = [Math.floor(from / LEAVES_IN_PART), Math.floor((from + limit - 1) / LEAVES_IN_PART)]
  const { rows } = await sql<{ leaf: string | number }>`SELECT l.leaf FROM evidence_leaf e CROSS JOIN LATERAL unnest(e.leaves) WITH ORDINALITY l (leaf, at)
    WHERE e.request_nid = ${requestNid} AND e.part BETWEEN ${first} AND ${last} AND e.part::bigint * ${LEAVES_IN_PART}::int + l.at > ${from}
    ORDER BY e.part, l.at LIMIT ${limit}`.execute(db)
  return rows.map(({ leaf }) => Number(leaf))
}

/** Forgets where the rows of those are that nobody can read any more. */
export async function forgetOver(db: Db, nowMs: number): Promise<void> {
  await sql`DELETE FROM evidence_leaf e USING desk_request r WHERE r.request_nid = e.request_nid AND r.expires_at_ms <= ${nowMs}`.execute(db)
}
