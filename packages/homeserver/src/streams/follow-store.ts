// SQL of how far followers have read.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/pool.ts'

/** The place of a follower; the beginning for one that is new. */
export async function openCursor(db: Db | Tx, name: string): Promise<number> {
  const rows = await sql<{ position: number }>`INSERT INTO stream_cursor (name, position) VALUES (${name}, 0)
    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING position`.execute(db)
  return rows.rows[0]?.position ?? 0
}

/** Moves a follower on; gives back whether it still stood where the caller believes. */
export async function moveCursor(db: Db | Tx, name: string, from: number, to: number): Promise<boolean> {
  const rows = await sql`UPDATE stream_cursor SET position = ${to} WHERE name = ${name} AND position = ${from}
    RETURNING 1`.execute(db)
  return rows.rows.length === 1
}
