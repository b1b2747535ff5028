// SQL of application services.
import type { AccountType, Standing } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { StoredEvent } from '../../engine/rooms-store.ts'
import { EVENT_COLUMNS } from '../../engine/rooms-store.ts'

/** An account that an application service acts as, and the device it names. */
export interface ActedAs extends Standing {
  userNid: number
  isAdmin: boolean
  isGuest: boolean
  accountType: AccountType
  organisationNid: number | null
  deviceNid: number | null
}

/** An event of the stream, as far as interest in it goes. */
export interface StreamEvent {
  roomNid: number
  roomId: string
  position: number
  type: string
  stateKey: string | null
  sender: string
  /** Of a member event. */
  membership: string | null
}

/** Events to be sent, by their places. */
export interface QueuedTransaction {
  appserviceId: string
  txnId: string
  roomNids: readonly number[]
  positions: readonly number[]
}

/** A transaction that waits. `others` is the text of a JSON object, `otherReads` that of a list. */
export interface NextTransaction {
  queued: number
  txnId: string
  others: string
  otherReads: string
}

/** An account and a device of it, if both are there. */
export async function findActedAs(db: Db, userId: string, deviceId: string): Promise<ActedAs | undefined> {
  const rows = await sql<ActedAs>`SELECT a.user_nid AS "userNid", a.state, a.is_admin AS "isAdmin",
      a.is_guest AS "isGuest", a.is_suspended AS "isSuspended", a.is_locked AS "isLocked",
      a.must_enrol AS "mustEnrol", a.account_type AS "accountType",
      a.organisation_nid AS "organisationNid", d.device_nid AS "deviceNid"
    FROM account a LEFT JOIN device d ON d.user_nid = a.user_nid AND d.device_id = ${deviceId}
    WHERE a.user_id = ${userId}`.execute(db)
  return rows.rows[0]
}

/** The events of a stretch of the stream, in order. */
export async function listStream(tx: Tx, after: number, upTo: number): Promise<StreamEvent[]> {
  const rows = await sql<StreamEvent>`SELECT e.room_nid AS "roomNid", r.room_id AS "roomId", e.position, e.type,
      e.state_key AS "stateKey", e.sender, CASE WHEN e.type = 'm.room.member'
        THEN convert_from(e.pdu, 'UTF8')::json #>> '{content,membership}' END AS membership
    FROM event e JOIN room r USING (room_nid) WHERE e.position > ${after} AND e.position <= ${upTo}
    ORDER BY e.position`.execute(tx)
  return rows.rows
}

/** Who was joined to a room just before a position. */
export async function listJoinedBefore(tx: Tx, roomNid: number, position: number): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT s.state_key AS "userId" FROM state_interval s
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = ${roomNid} AND s.type = 'm.room.member' AND s.from_position < ${position}
      AND s.to_position >= ${position} AND position('"membership":"join"'::bytea IN e.pdu) > 0`.execute(tx)
  return rows.rows.map((row) => row.userId)
}

/** The aliases of a room. */
export async function listAliasesOf(tx: Tx, roomNid: number): Promise<string[]> {
  const rows = await sql<{ alias: string }>`SELECT alias FROM room_alias WHERE room_nid = ${roomNid}`.execute(tx)
  return rows.rows.map((row) => row.alias)
}

/** Queues transactions behind those that are waiting. */
export async function insertTransactions(tx: Tx, transactions: readonly QueuedTransaction[]): Promise<void> {
  for (const { appserviceId, txnId, roomNids, positions } of transactions) {
    await sql`INSERT INTO appservice_transaction (appservice_id, txn_id, room_nids, positions)
      VALUES (${appserviceId}, ${txnId}, ${roomNids}::int4[], ${positions}::int8[])`.execute(tx)
  }
}

/** The transaction that an application service is to get next. */
export async function findNextTransaction(db: Db, appserviceId: string): Promise<NextTransaction | undefined> {
  const rows = await sql<NextTransaction>`SELECT queued, txn_id AS "txnId", others, other_reads AS "otherReads" FROM appservice_transaction
    WHERE appservice_id = ${appserviceId} ORDER BY queued LIMIT 1`.execute(db)
  return rows.rows[0]
}

/** The events of a queued transaction, in order, with the ids of their rooms. */
export async function listTransactionEvents(
  db: Db,
  appserviceId: string,
  queued: number,
): Promise<(StoredEvent & { roomId: string })[]> {
  const rows = await sql<StoredEvent & { roomId: string }>`SELECT ${EVENT_COLUMNS}, r.room_id AS "roomId"
    FROM appservice_transaction t CROSS JOIN LATERAL unnest(t.room_nids, t.positions) p (room_nid, position)
    JOIN event e ON e.room_nid = p.room_nid AND e.position = p.position JOIN room r ON r.room_nid = e.room_nid
    WHERE t.appservice_id = ${appserviceId} AND t.queued = ${queued} ORDER BY e.position`.execute(db)
  return rows.rows
}

/** A transaction has arrived. */
export async function deleteTransaction(db: Db, appserviceId: string, queued: number): Promise<void> {
  await sql`DELETE FROM appservice_transaction WHERE appservice_id = ${appserviceId} AND queued = ${queued}`.execute(db)
}

/** Lists a room in the directory of a network, or takes it out. */
export async function setNetworkRoom(
  db: Db,
  entry: { appserviceId: string; networkId: string; roomNid: number },
  listed: boolean,
): Promise<void> {
  const { appserviceId, networkId, roomNid } = entry
  if (listed) {
    await sql`INSERT INTO network_room (appservice_id, network_id, room_nid)
      VALUES (${appserviceId}, ${networkId}, ${roomNid}) ON CONFLICT DO NOTHING`.execute(db)
  } else {
    await sql`DELETE FROM network_room WHERE appservice_id = ${appserviceId} AND network_id = ${networkId}
      AND room_nid = ${roomNid}`.execute(db)
  }
}

/** The most rooms of networks that are shown. */
const MAX_LISTED = 10_000

/** The numbers of the rooms in the directory of a network, or of every network. */
export async function listNetworkRooms(
  db: Db,
  network: { appserviceId: string; networkId: string } | undefined,
): Promise<number[]> {
  const { appserviceId = null, networkId = null } = network ?? {}
  const rows = await sql<{ roomNid: number }>`SELECT DISTINCT room_nid AS "roomNid" FROM network_room
    WHERE ${network === undefined} OR (appservice_id = ${appserviceId} AND network_id = ${networkId})
    ORDER BY room_nid LIMIT ${MAX_LISTED}`.execute(db)
  return rows.rows.map((row) => row.roomNid)
}
