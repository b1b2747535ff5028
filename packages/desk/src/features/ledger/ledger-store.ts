// SQL of the names of what rows of the ledger are about.
import type { Db } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** The names of accounts, devices and rooms, by their numbers. */
export interface RowNames {
  accounts: Map<number, string>
  devices: Map<number, string>
  rooms: Map<number, string>
}

/** Looks names up; what is not there any more has none. */
export async function findRowNames(db: Db, nids: { accounts: readonly number[]; devices: readonly number[]; rooms: readonly number[] }): Promise<RowNames> {
  const [accounts, devices, rooms] = await Promise.all([
    sql<{ nid: number; name: string }>`SELECT user_nid AS nid, user_id AS name FROM account WHERE user_nid = ANY(${[...nids.accounts]}::int[])`.execute(db),
    sql<{ nid: number; name: string }>`SELECT device_nid AS nid, device_id AS name FROM device WHERE device_nid = ANY(${[...nids.devices]}::int[])
      UNION ALL SELECT device_nid, device_id FROM past_device WHERE device_nid = ANY(${[...nids.devices]}::int[])`.execute(db),
    sql<{ nid: number; name: string }>`SELECT room_nid AS nid, room_id AS name FROM room WHERE room_nid = ANY(${[...nids.rooms]}::int[])`.execute(db),
  ])
  const toMap = ({ rows }: { rows: readonly { nid: number; name: string }[] }): Map<number, string> => new Map(rows.map(({ nid, name }) => [Number(nid), name]))
  return { accounts: toMap(accounts), devices: toMap(devices), rooms: toMap(rooms) }
}

/** The number of a room. */
export async function findRoomNid(db: Db, roomId: string): Promise<number | undefined> {
  const rows = await sql<{ nid: number }>`SELECT room_nid AS nid FROM room WHERE room_id = ${roomId}`.execute(db)
  return rows.rows[0]?.nid
}
