// SQL of alerts.
import type { Alert, StoredAlert } from '../../alerts.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** Writes an alert down. */
export async function insertAlert(db: Db | Tx, alert: Alert, now: number): Promise<void> {
  await db
    .insertInto('alert')
    .values({ at_ms: now, kind: alert.kind, user_nid: alert.userNid, device_id: alert.deviceId, detail: JSON.stringify(alert.detail) })
    .execute()
}

/** Alerts, newest first. */
export async function listAlerts(db: Db, { from, limit }: { from: number; limit: number }): Promise<StoredAlert[]> {
  let query = db
    .selectFrom('alert')
    .leftJoin('account', 'account.user_nid', 'alert.user_nid')
    .select(['alert_nid', 'at_ms', 'kind', 'account.user_id', 'device_id', 'detail'])
    .orderBy('alert_nid', 'desc')
    .limit(limit)
  if (from > 0) query = query.where('alert_nid', '<', from)
  const rows = await query.execute()
  return rows.map((row) => ({
    alertNid: row.alert_nid,
    atMs: row.at_ms,
    kind: row.kind,
    userId: row.user_id,
    deviceId: row.device_id,
    detail: JSON.parse(row.detail),
  }))
}
