// SQL of dehydrated devices.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A dehydrated device; `data` is JSON text that only its owner's clients can read. */
export interface StoredDehydratedDevice {
  deviceNid: number
  deviceId: string
  data: string
}

/** The dehydrated device of an account. */
export async function findDehydrated(db: Db | Tx, userNid: number): Promise<StoredDehydratedDevice | undefined> {
  const row = await db
    .selectFrom('dehydrated_device')
    .innerJoin('device', 'device.device_nid', 'dehydrated_device.device_nid')
    .select(['device.device_nid', 'device.device_id', 'dehydrated_device.device_data'])
    .where('dehydrated_device.user_nid', '=', userNid)
    .executeTakeFirst()
  return row === undefined ? undefined : { deviceNid: row.device_nid, deviceId: row.device_id, data: row.device_data }
}

/** Lets one change of an account's dehydrated device go on at a time. */
export async function lockOwner(tx: Tx, userNid: number): Promise<void> {
  await tx.selectFrom('account').select('user_nid').where('user_nid', '=', userNid).forNoKeyUpdate().execute()
}

/** Makes the device; gives back its number, or nothing where the account has a device of that id. */
export async function insertDehydrated(
  tx: Tx,
  device: { userNid: number; deviceId: string; displayName: string | null; data: string },
): Promise<number | undefined> {
  const result = await sql<{ device_nid: number }>`
    WITH made AS (
      INSERT INTO device (user_nid, device_id, display_name) VALUES (${device.userNid}, ${device.deviceId}, ${device.displayName})
      ON CONFLICT DO NOTHING RETURNING device_nid
    )
    INSERT INTO dehydrated_device (user_nid, device_nid, device_data)
    SELECT ${device.userNid}, device_nid, ${device.data} FROM made RETURNING device_nid
  `.execute(tx)
  return result.rows[0]?.device_nid
}

/** Removes the device. */
export async function deleteDehydrated(tx: Tx, deviceNid: number): Promise<void> {
  await tx.deleteFrom('device').where('device_nid', '=', deviceNid).execute()
}
