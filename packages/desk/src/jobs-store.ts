// SQL of what is worked out behind the requests: each kind of it has a table, and in it the same columns say how far one is.
import type { Db, Tx } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** Where one stands. Some are `asked` for before: a second person has to agree. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** A table of such work: state, progress, failure, result, made_at_ms. */
export interface JobTable {
  name: 'attribution' | 'claim_check' | 'evidence_search'
  key: 'request_nid' | 'check_nid'
  /** Columns that are kept only until it is over. */
  forgets: readonly string[]
}

/** The steps of work that goes on in a table. `Failure`: the codes by which it fails. */
export interface JobStore<Failure extends string> {
  /** Takes the first one that waits, or that was being worked out when the process ended; it begins anew. */
  takeNext(db: Db): Promise<number | undefined>
  /** How far one is; false where it was cancelled. */
  setProgress(db: Db, nid: number, progress: number): Promise<boolean>
  /** One is done, unless it was cancelled. */
  setDone(db: Db | Tx, nid: number, done: { result: string; atMs: number }): Promise<boolean>
  setFailed(db: Db, nid: number, failure: Failure | 'broken'): Promise<void>
  /** One is not to be worked out; false where it is over. */
  setCancelled(tx: Tx, nid: number): Promise<boolean>
}

/** The steps over a table. */
export function jobStore<Failure extends string = never>({ name, key, forgets }: JobTable): JobStore<Failure> {
  const [table, number] = [sql.table(name), sql.ref(key)]
  const forget = sql.raw(forgets.map((column) => `, ${column} = NULL`).join(''))
  return {
    async takeNext(db) {
      const { rows } = await sql<{ nid: number }>`UPDATE ${table} SET state = 'running', progress = 0
        WHERE ${number} = (SELECT min(${number}) FROM ${table} WHERE state IN ('waiting', 'running')) RETURNING ${number} AS nid`.execute(db)
      return rows[0]?.nid
    },
    async setProgress(db, nid, progress) {
      const set = await sql`UPDATE ${table} SET progress = ${progress} WHERE ${number} = ${nid} AND state = 'running'`.execute(db)
      return set.numAffectedRows === 1n
    },
    async setDone(db, nid, { result, atMs }) {
      const set = await sql`UPDATE ${table} SET state = 'done', progress = 1, result = ${result}, made_at_ms = ${atMs}${forget}
        WHERE ${number} = ${nid} AND state = 'running'`.execute(db)
      return set.numAffectedRows === 1n
    },
    async setFailed(db, nid, failure) {
      await sql`UPDATE ${table} SET state = 'failed', failure = ${failure}${forget} WHERE ${number} = ${nid} AND state = 'running'`.execute(db)
    },
    async setCancelled(tx, nid) {
      const set = await sql`UPDATE ${table} SET state = 'cancelled'${forget} WHERE ${number} = ${nid} AND state IN ('waiting', 'running')`.execute(tx)
      return set.numAffectedRows === 1n
    },
  }
}
