// SQL of alerts.
import { sql } from 'kysely'
import type { Alert, StoredAlert } from '../../alerts.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** Writes an alert down. */
export async function insertAlert(db: Db | Tx, alert: Alert, now: number): Promise<void> {
  await db
    .insertInto('alert')
    .values({ at_ms: now, kind: alert.kind, user_nid: alert.userNid, device_id: alert.deviceId, detail: JSON.stringify(alert.detail) })
    .execute()
}

/** Alerts, newest first; all, or those that were looked at or not. */
export async function listAlerts(db: Db, { from, limit }: { from: number; limit: number }, isOpen: boolean | undefined): Promise<StoredAlert[]> {
  let query = alerts(db).orderBy('alert_nid', 'desc').limit(limit)
  if (from > 0) query = query.where('alert_nid', '<', from)
  if (isOpen !== undefined) query = query.where('alert.handled_at_ms', isOpen ? 'is' : 'is not', null)
  return (await query.execute()).map(toAlert)
}

/** One alert. */
export async function findAlert(tx: Tx, alertNid: number): Promise<StoredAlert | undefined> {
  const row = await alerts(tx).where('alert_nid', '=', alertNid).executeTakeFirst()
  return row === undefined ? undefined : toAlert(row)
}

/** How many nobody has looked at: of people, and of drills. */
export async function countOpenAlerts(db: Db): Promise<{ real: number; exercise: number }> {
  const rows = await sql<{ exercise: number; every: number }>`SELECT count(*) FILTER (WHERE a.account_type = 'exercise')::int AS exercise, count(*)::int AS every
    FROM alert l LEFT JOIN account a USING (user_nid) WHERE l.handled_at_ms IS NULL`.execute(db)
  const { exercise = 0, every = 0 } = rows.rows[0] ?? {}
  return { real: every - exercise, exercise }
}

/** Somebody has looked at an alert; false where somebody has before, or there is none. */
export async function setAlertHandled(tx: Tx, alertNid: number, handling: { userNid: number | null; atMs: number; caseNid: number | undefined }): Promise<boolean> {
  const result = await tx
    .updateTable('alert')
    .set({ handled_by: handling.userNid, handled_at_ms: handling.atMs, case_nid: handling.caseNid ?? null })
    .where('alert_nid', '=', alertNid)
    .where('handled_at_ms', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

function alerts(db: Db | Tx) {
  return db
    .selectFrom('alert')
    .leftJoin('account', 'account.user_nid', 'alert.user_nid')
    .leftJoin('account as handler', 'handler.user_nid', 'alert.handled_by')
    .select(['alert_nid', 'at_ms', 'kind', 'account.user_id', 'account.account_type', 'device_id', 'detail', 'handler.user_id as handled_by_id', 'handled_at_ms', 'case_nid'])
}

interface AlertRow {
  alert_nid: number
  at_ms: number
  kind: string
  user_id: string | null
  account_type: string | null
  device_id: string
  detail: string
  handled_by_id: string | null
  handled_at_ms: number | null
  case_nid: number | null
}

function toAlert(row: AlertRow): StoredAlert {
  return {
    alertNid: row.alert_nid,
    atMs: row.at_ms,
    kind: row.kind,
    userId: row.user_id,
    isExercise: row.account_type === 'exercise',
    deviceId: row.device_id,
    detail: JSON.parse(row.detail),
    handledBy: row.handled_by_id,
    handledAtMs: row.handled_at_ms,
    caseNid: row.case_nid,
  }
}
