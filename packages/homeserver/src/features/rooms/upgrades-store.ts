// SQL of upgrades under way.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** An upgrade under way. `request`: the hash of who asked for what. */
export interface StoredUpgrade {
  roomNid: number
  successorNid: number
  request: Buffer
}

/** Notes an upgrade; it takes the place of one that was cut short. */
export async function upsertUpgrade(db: Db, { roomNid, successorNid, request }: StoredUpgrade): Promise<void> {
  await sql`INSERT INTO room_upgrade (room_nid, successor_nid, request) VALUES (${roomNid}, ${successorNid}, ${request})
    ON CONFLICT (room_nid) DO UPDATE SET successor_nid = EXCLUDED.successor_nid, request = EXCLUDED.request`.execute(db)
}

/** The id of the room that the same request has made before, if it was cut short after that. */
export async function findSuccessorId(db: Db, roomNid: number, request: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ roomId: string }>`SELECT r.room_id AS "roomId" FROM room_upgrade u
    JOIN room r ON r.room_nid = u.successor_nid WHERE u.room_nid = ${roomNid} AND u.request = ${request}`.execute(db)
  return rows[0]?.roomId
}

/** An upgrade is finished. */
export async function deleteUpgrade(db: Db, roomNid: number, successorNid: number): Promise<void> {
  await sql`DELETE FROM room_upgrade WHERE room_nid = ${roomNid} AND successor_nid = ${successorNid}`.execute(db)
}
