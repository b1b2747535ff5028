// SQL of the writer: taking it over, and reserving positions ahead of use.
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '../db/pool.ts'
import type { PositionReserve } from './changes.ts'

/** The writer this process is, and the epoch under which it may write. */
export interface WriterLease {
  writerId: number
  epoch: number
  /** Names this process, so that it can renew its own epoch and nobody else's. */
  owner: string
}

/** Another process took this writer over: nothing more may be written under the old epoch. */
export class FencedError extends Error {
  override readonly name = 'FencedError'
}

/** Takes the writer over: commits under any earlier epoch fail from now on. */
export async function takeWriter(
  db: Db,
  writerId: number,
  owner: string,
): Promise<{ lease: WriterLease; lastPosition: number }> {
  const row = await db
    .updateTable('writer')
    .set({ epoch: sql<number>`epoch + 1`, owner })
    .where('writer_id', '=', writerId)
    .returning(['epoch', 'event_position'])
    .executeTakeFirstOrThrow()
  return { lease: { writerId, epoch: row.epoch, owner }, lastPosition: row.event_position }
}

/** The position of the last event that is durable. */
export async function getEventPosition(db: Db, writerId: number): Promise<number> {
  const row = await db.selectFrom('writer').select('event_position').where('writer_id', '=', writerId).executeTakeFirstOrThrow()
  return row.event_position
}

/** Who holds a writer. */
export async function findWriterOwner(client: pg.Client, writerId: number): Promise<string | undefined> {
  const result = await client.query<{ owner: string }>('SELECT owner FROM writer WHERE writer_id = $1', [writerId])
  return result.rows[0]?.owner
}

/** The reserve of change positions, kept in the writer's row, which only its holder may change. */
export function createPositionReserve(db: Db, lease: WriterLease): PositionReserve {
  return {
    async reserve(atLeast) {
      const row = await db
        .updateTable('writer')
        .set({ change_reserved: sql<number>`greatest(change_reserved, ${atLeast}::bigint)` })
        .where('writer_id', '=', lease.writerId)
        .where('owner', '=', lease.owner)
        .returning('change_reserved')
        .executeTakeFirst()
      if (row === undefined) throw new FencedError('another process has taken this writer over')
      return row.change_reserved
    },
  }
}

/** A moment in the database's life: every transaction begun before it has a lower number. */
export async function getTransactionHorizon(db: Db): Promise<string> {
  const rows = await sql<{ horizon: string }>`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS horizon`.execute(db)
  return rows.rows[0]?.horizon ?? '0'
}

/** Whether every writing transaction begun before a moment has ended. */
export async function hasPassedHorizon(db: Db, horizon: string): Promise<boolean> {
  const rows = await sql<{ passed: boolean }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ${horizon}::xid8 AS passed`.execute(db)
  return rows.rows[0]?.passed === true
}
