// SQL of the published room directory.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** The most rooms a directory lists. */
const MAX_PUBLISHED = 100_000

/** Lists a room in the published directory, or takes it out. */
export async function updatePublished(db: Db, roomNid: number, published: boolean): Promise<void> {
  await db.updateTable('room').set({ published }).where('room_nid', '=', roomNid).execute()
}

/** Lists a room in place of another one, where that one is listed. */
export async function movePublished(tx: Tx, roomNid: number, successor: number): Promise<void> {
  await sql`WITH gone AS (UPDATE room SET published = false WHERE room_nid = ${roomNid} AND published RETURNING 1)
    UPDATE room SET published = true FROM gone WHERE room_nid = ${successor}`.execute(tx)
}

/** The numbers of all published rooms. */
export async function listPublished(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('room')
    .select('room_nid')
    .where('published', '=', true)
    .orderBy('room_nid')
    .limit(MAX_PUBLISHED)
    .execute()
  return rows.map((row) => row.room_nid)
}

/** A room with what the directory shows of it: the texts of its state events of some types. */
export interface StoredListing {
  roomNid: number
  roomId: string
  joined: number
  events: string[]
}

/** What the directory shows of rooms; `types` are of state events with an empty key. */
export async function listListings(
  db: Db,
  roomNids: readonly number[],
  types: readonly string[],
): Promise<StoredListing[]> {
  const rows = await sql<StoredListing>`SELECT r.room_nid AS "roomNid", r.room_id AS "roomId",
      (SELECT count(*)::int FROM membership m WHERE m.room_nid = r.room_nid AND m.membership = 'join') AS joined,
      ARRAY(SELECT convert_from(e.pdu, 'UTF8') FROM state_interval s
        JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
        WHERE s.room_nid = r.room_nid AND s.state_key = '' AND s.to_position = 9223372036854775807
          AND s.type = ANY(${types}::text[])) AS events
    FROM room r WHERE r.room_nid = ANY(${roomNids}::int4[])`.execute(db)
  return rows.rows
}
