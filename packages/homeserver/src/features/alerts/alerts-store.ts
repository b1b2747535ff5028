// SQL of alerts.
import type { Alert } from '../../alerts.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** Writes an alert down. */
export async function insertAlert(db: Db | Tx, alert: Alert, now: number): Promise<void> {
  await db
    .insertInto('alert')
    .values({ at_ms: now, kind: alert.kind, user_nid: alert.userNid, device_id: alert.deviceId, detail: JSON.stringify(alert.detail) })
    .execute()
}
