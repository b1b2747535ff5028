// SQL of what application services get beside events.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A device of an application service's user. */
export interface OwnedDevice {
  userId: string
  deviceId: string
  deviceNid: number
}

/** The user ids of all accounts, page by page in their order; `after` is the last one of the page before. */
export async function listUserIds(db: Db, after: string, limit: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT user_id AS "userId" FROM account WHERE user_id > ${after}
    ORDER BY user_id LIMIT ${limit}`.execute(db)
  return rows.rows.map((row) => row.userId)
}

/** The rooms that some users are joined to. */
export async function listRoomsOf(db: Db, userIds: readonly string[]): Promise<{ roomNid: number; roomId: string }[]> {
  const rows = await sql<{ roomNid: number; roomId: string }>`SELECT room_nid AS "roomNid", room_id AS "roomId" FROM room
    WHERE room_nid IN (SELECT room_nid FROM membership WHERE user_id = ANY(${userIds}::text[]) AND membership = 'join')
    `.execute(db)
  return rows.rows
}

/** The devices of some users for which messages wait. */
export async function listWaitingDevices(db: Db, userIds: readonly string[]): Promise<OwnedDevice[]> {
  const rows = await sql<OwnedDevice>`SELECT a.user_id AS "userId", d.device_id AS "deviceId", d.device_nid AS "deviceNid"
    FROM account a JOIN device d USING (user_nid) WHERE a.user_id = ANY(${userIds}::text[])
      AND EXISTS (SELECT 1 FROM to_device_message m WHERE m.device_nid = d.device_nid)`.execute(db)
  return rows.rows
}

/** Those joined to some rooms whose devices changed at the change positions above `from` up to `to`. */
export async function listChangedUsers(
  db: Db,
  roomNids: readonly number[],
  range: { from: number; to: number },
): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT c.user_id AS "userId" FROM device_list_change c
    WHERE c.position > ${range.from} AND c.position <= ${range.to} AND EXISTS (
      SELECT 1 FROM membership m WHERE m.user_id = c.user_id AND m.membership = 'join'
        AND m.room_nid + 0 = ANY(${roomNids}::int4[]))`.execute(db)
  return rows.rows.map((row) => row.userId)
}

/** Which of some rooms are encrypted. */
export async function listEncryptedRooms(tx: Tx, roomNids: readonly number[]): Promise<number[]> {
  const rows = await sql<{ roomNid: number }>`SELECT DISTINCT room_nid AS "roomNid" FROM state_interval
    WHERE room_nid = ANY(${roomNids}::int4[]) AND type = 'm.room.encryption' AND state_key = ''`.execute(tx)
  return rows.rows.map((row) => row.roomNid)
}

/** Which of some users have joined the room beside them since a position, and are there still. */
export async function listNewlyJoined(
  tx: Tx,
  joins: readonly { userId: string; roomNid: number }[],
  after: number,
): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT DISTINCT m.user_id AS "userId"
    FROM unnest(${joins.map((each) => each.userId)}::text[], ${joins.map((each) => each.roomNid)}::int4[]) j (user_id, room_nid)
    JOIN membership m ON m.user_id = j.user_id AND m.room_nid = j.room_nid
    WHERE m.membership = 'join' AND m.joined_position > ${after}`.execute(tx)
  return rows.rows.map((row) => row.userId)
}

const MAX_MEMBERSHIPS = 50_000

/** The rooms that some users are joined to, user by user. */
export async function listRoomsOfEach(tx: Tx, userIds: readonly string[]): Promise<{ userId: string; roomNid: number }[]> {
  const rows = await sql<{ userId: string; roomNid: number }>`SELECT user_id AS "userId", room_nid AS "roomNid" FROM membership
    WHERE user_id = ANY(${userIds}::text[]) AND membership = 'join' LIMIT ${MAX_MEMBERSHIPS}`.execute(tx)
  return rows.rows
}

/** Queues what is no event. `others` is the text of a JSON object, `reads` that of a list. */
export async function insertOthers(
  tx: Tx,
  entry: { appserviceId: string; txnId: string; others: string; reads: string },
): Promise<void> {
  await sql`INSERT INTO appservice_transaction (appservice_id, txn_id, room_nids, positions, others, other_reads)
    VALUES (${entry.appserviceId}, ${entry.txnId}, '{}', '{}', ${entry.others}, ${entry.reads})`.execute(tx)
}
