// SQL of room aliases.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** An alias and the room it names. */
export interface AliasRow {
  alias: string
  roomNid: number
  creator: string
}

/** Makes an alias; gives back whether it was free. */
export async function insertAlias(db: Db, row: AliasRow & { createdAtMs: number }): Promise<boolean> {
  const result = await db
    .insertInto('room_alias')
    .values({ alias: row.alias, room_nid: row.roomNid, creator: row.creator, created_at_ms: row.createdAtMs })
    .onConflict((conflict) => conflict.column('alias').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** The room of an alias. */
export async function findAlias(db: Db, alias: string): Promise<AliasRow | undefined> {
  const row = await db
    .selectFrom('room_alias')
    .select(['alias', 'room_nid', 'creator'])
    .where('alias', '=', alias)
    .executeTakeFirst()
  return row === undefined ? undefined : { alias: row.alias, roomNid: row.room_nid, creator: row.creator }
}

/** The aliases of a room, in order. */
export async function listAliases(db: Db, roomNid: number): Promise<AliasRow[]> {
  const rows = await db
    .selectFrom('room_alias')
    .select(['alias', 'room_nid', 'creator'])
    .where('room_nid', '=', roomNid)
    .orderBy('alias')
    .execute()
  return rows.map((row) => ({ alias: row.alias, roomNid: row.room_nid, creator: row.creator }))
}

/** Gives every alias of a room to another one. */
export async function moveAliases(tx: Tx, roomNid: number, successor: number): Promise<void> {
  await tx.updateTable('room_alias').set({ room_nid: successor }).where('room_nid', '=', roomNid).execute()
}

/** Removes an alias. */
export async function deleteAlias(db: Db, alias: string): Promise<void> {
  await db.deleteFrom('room_alias').where('alias', '=', alias).execute()
}

/** Removes an alias made before a time whose room has no event: its creation was cut short. Gives back whether it was one. */
export async function deleteStrayAlias(db: Db, alias: string, beforeMs: number): Promise<boolean> {
  const result = await sql`DELETE FROM room_alias a WHERE alias = ${alias} AND created_at_ms < ${beforeMs}::int8
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.room_nid = a.room_nid)`.execute(db)
  return result.numAffectedRows === 1n
}
