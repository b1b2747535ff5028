// SQL of devices.
import type { DeleteQueryBuilder, DeleteResult } from 'kysely'
import { sql } from 'kysely'
import { KEPT } from '../../db/kept.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { Tables } from '../../db/tables.ts'

/** A device as its owner sees it; times in milliseconds since 1970. */
export interface Device {
  deviceNid: number
  deviceId: string
  displayName: string | null
  lastSeenIp: string | null
  lastSeenAtMs: number | null
  /** Since when it waits to be approved. */
  onProbationSinceMs: number | null
}

/** When and from where a device was last heard of. */
export interface Seen {
  deviceNid: number
  ip: string
  atMs: number
}

/** A device that somebody signs in with is no dehydrated one any more. */
export async function deleteDehydration(tx: Tx, deviceNid: number): Promise<void> {
  await tx.deleteFrom('dehydrated_device').where('device_nid', '=', deviceNid).execute()
}

/** The numbers of an account and of a device of it; nothing where there is either not. */
export async function findOwnDevice(db: Db, userId: string, deviceId: string): Promise<{ userNid: number; deviceNid: number } | undefined> {
  const { rows } = await sql<{ userNid: number; deviceNid: number }>`${sql.raw(KEPT)}
    SELECT a.user_nid AS "userNid", d.device_nid AS "deviceNid" FROM account a JOIN device d ON d.user_nid = a.user_nid
    WHERE a.user_id = ${userId} AND d.device_id = ${deviceId}`.execute(db)
  return rows[0]
}

/** Makes a device, or takes the one of that id over, whose name then stays. `seen`: from where a new one comes. */
export async function upsertDevice(
  tx: Tx,
  device: { userNid: number; deviceId: string; displayName: string | null; seen?: Omit<Seen, 'deviceNid'> | undefined },
): Promise<{ deviceNid: number; isNew: boolean }> {
  // A row that this statement inserted has no deleting or locking transaction.
  const { rows } = await sql<{ deviceNid: number; isNew: boolean }>`${sql.raw(KEPT)} INSERT INTO device (user_nid, device_id, display_name, last_seen_ip, last_seen_at_ms)
    VALUES (${device.userNid}, ${device.deviceId}, ${device.displayName}, ${device.seen?.ip ?? null}, ${device.seen?.atMs ?? null})
    ON CONFLICT (user_nid, device_id) DO UPDATE SET device_id = excluded.device_id
    RETURNING device_nid AS "deviceNid", xmax = 0 AS "isNew"`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('a device was neither made nor taken over')
  return row
}

const COLUMNS = ['device_nid', 'device_id', 'display_name', 'last_seen_ip', 'last_seen_at_ms', 'on_probation_since_ms'] as const

/** A device that nobody is signed in with does not stand among those of its owner. */
const IS_SIGNED_IN = sql<boolean>`NOT EXISTS (SELECT 1 FROM dehydrated_device h WHERE h.device_nid = device.device_nid)`

/** The devices of an account, by id. */
export async function listDevicesOf(db: Db, userNid: number): Promise<Device[]> {
  const rows = await db.selectFrom('device').select(COLUMNS).where('user_nid', '=', userNid).where(IS_SIGNED_IN).orderBy('device_id').execute()
  return rows.map(toDevice)
}

/** One device of an account. */
export async function findDevice(db: Db, userNid: number, deviceId: string): Promise<Device | undefined> {
  const row = await db
    .selectFrom('device')
    .select(COLUMNS)
    .where('user_nid', '=', userNid)
    .where('device_id', '=', deviceId)
    .where(IS_SIGNED_IN)
    .executeTakeFirst()
  return row === undefined ? undefined : toDevice(row)
}

/** Puts a new device on probation where the account has another one; true: it is. */
export async function startProbation(tx: Tx, userNid: number, deviceNid: number, now: number): Promise<boolean> {
  const query = tx
    .updateTable('device')
    .set({ on_probation_since_ms: now })
    .where('device_nid', '=', deviceNid)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('device as other')
          .select('other.device_nid')
          .where('other.user_nid', '=', userNid)
          .where('other.device_nid', '<>', deviceNid)
          .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM dehydrated_device h WHERE h.device_nid = other.device_nid)`),
      ),
    )
  const isOn = (await query.returning('device_nid').executeTakeFirst()) !== undefined
  // The record of it outlives the device.
  if (isOn) await tx.insertInto('probation_time').values({ device_nid: deviceNid, from_ms: now }).execute()
  return isOn
}

/** Ends the probation of a device, and gives back its name; undefined where the account has none of that id that is on it. */
export async function endProbation(tx: Tx, { userNid, deviceId, nowMs }: { userNid: number; deviceId: string; nowMs: number }): Promise<{ displayName: string | null } | undefined> {
  const query = tx
    .updateTable('device')
    .set({ on_probation_since_ms: null })
    .where('user_nid', '=', userNid)
    .where('device_id', '=', deviceId)
    .where('on_probation_since_ms', 'is not', null)
  const row = await query.returning(['device_nid', 'display_name']).executeTakeFirst()
  if (row === undefined) return undefined
  await tx.updateTable('probation_time').set({ to_ms: nowMs }).where('device_nid', '=', row.device_nid).execute()
  return { displayName: row.display_name }
}

/** Renames a device; gives back its number, or nothing when the account has none of that id. */
export async function setDeviceName(db: Db, device: { userNid: number; deviceId: string; displayName: string }): Promise<number | undefined> {
  const row = await db
    .updateTable('device')
    .set({ display_name: device.displayName })
    .where('user_nid', '=', device.userNid)
    .where('device_id', '=', device.deviceId)
    .where(IS_SIGNED_IN)
    .returning('device_nid')
    .executeTakeFirst()
  return row?.device_nid
}

/** Which devices of an account: those of the ids, all that are signed in but one, or every one. */
export type DeviceChoice = { ids: readonly string[] } | { except: string | undefined } | 'all'

/** Deletes devices of an account, and with them their tokens. Gives back those that were there. */
export async function deleteDevicesOf(
  db: Db | Tx,
  userNid: number,
  choice: DeviceChoice,
): Promise<{ deviceNid: number; deviceId: string }[]> {
  let query = db.deleteFrom('device').where('user_nid', '=', userNid)
  if (choice === 'all') return deleteThem(query)
  if ('ids' in choice) query = query.where('device_id', '=', sql<string>`any(${[...choice.ids]}::text[])`)
  else {
    query = query.where(IS_SIGNED_IN)
    if (choice.except !== undefined) query = query.where('device_id', '<>', choice.except)
  }
  return deleteThem(query)
}

async function deleteThem(query: DeleteQueryBuilder<Tables, 'device', DeleteResult>): Promise<{ deviceNid: number; deviceId: string }[]> {
  const rows = await query.returning(['device_nid', 'device_id']).execute()
  return rows.map((row) => ({ deviceNid: row.device_nid, deviceId: row.device_id }))
}

/**
 * Notes when devices were seen. A device that is being changed at this moment is left out, so that this never waits
 * for anybody; it is seen again soon enough.
 */
export async function updateSeen(db: Db, seen: readonly Seen[]): Promise<void> {
  const nids = seen.map((each) => each.deviceNid)
  const ips = seen.map((each) => each.ip)
  const times = seen.map((each) => each.atMs)
  await sql`
    UPDATE device SET last_seen_ip = free.ip, last_seen_at_ms = free.at_ms
    FROM (
      SELECT device.device_nid, note.ip, note.at_ms
      FROM unnest(${nids}::integer[], ${ips}::text[], ${times}::bigint[]) AS note (device_nid, ip, at_ms)
      JOIN device ON device.device_nid = note.device_nid
      FOR UPDATE OF device SKIP LOCKED
    ) AS free
    WHERE device.device_nid = free.device_nid`.execute(db)
}

function toDevice(row: {
  device_nid: number
  device_id: string
  display_name: string | null
  last_seen_ip: string | null
  last_seen_at_ms: number | null
  on_probation_since_ms: number | null
}): Device {
  return {
    deviceNid: row.device_nid,
    deviceId: row.device_id,
    displayName: row.display_name,
    lastSeenIp: row.last_seen_ip,
    lastSeenAtMs: row.last_seen_at_ms,
    onProbationSinceMs: row.on_probation_since_ms,
  }
}
