// SQL of key backup: versions, and the sessions in them.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** One version of one user's backup. */
export interface BackupKey {
  userNid: number
  version: number
}

/** A version as it is stored. */
export interface StoredBackup extends BackupKey {
  algorithm: string
  authData: string
  etag: number
  sessionCount: number
  sessionBytes: number
  deleted: boolean
}

/** The encrypted key of one session. */
export interface BackupSession {
  roomId: string
  sessionId: string
  firstMessageIndex: number
  forwardedCount: number
  isVerified: boolean
  /** JSON text. */
  sessionData: string
}

/** Which sessions of a version are meant: all, those of a room, one. */
export interface SessionFilter {
  roomId?: string | undefined
  sessionId?: string | undefined
}

/** How a write changed a version. */
export interface SessionsDelta {
  /** How many sessions were written or removed. */
  changed: number
  count: number
  bytes: number
}

/** Lets one change of a user's backups go on at a time, also before there is any. */
export async function lockBackups(tx: Tx, userNid: number): Promise<void> {
  await tx.selectFrom('account').select('user_nid').where('user_nid', '=', userNid).forNoKeyUpdate().execute()
}

/** Makes a version behind every earlier one, deleted ones too. The caller holds `lockBackups`. */
export async function insertBackup(
  tx: Tx,
  backup: { userNid: number; algorithm: string; authData: string },
): Promise<number> {
  const row = await tx
    .insertInto('key_backup')
    .values({
      user_nid: backup.userNid,
      version: sql<number>`(SELECT coalesce(max(version), 0) + 1 FROM key_backup WHERE user_nid = ${backup.userNid})`,
      algorithm: backup.algorithm,
      auth_data: backup.authData,
    })
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** A version, deleted or not. */
export async function findBackup(db: Db | Tx, key: BackupKey): Promise<StoredBackup | undefined> {
  const row = await db
    .selectFrom('key_backup')
    .selectAll()
    .where('user_nid', '=', key.userNid)
    .where('version', '=', key.version)
    .executeTakeFirst()
  return row === undefined ? undefined : backupOf(row)
}

/** The latest version that is not deleted. */
export async function findLatestBackup(db: Db | Tx, userNid: number): Promise<StoredBackup | undefined> {
  const row = await db
    .selectFrom('key_backup')
    .selectAll()
    .where('user_nid', '=', userNid)
    .where('deleted', '=', false)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : backupOf(row)
}

/** Replaces the authentication data of a version. */
export async function setAuthData(tx: Tx, key: BackupKey, authData: string): Promise<void> {
  await tx
    .updateTable('key_backup')
    .set({ auth_data: authData })
    .where('user_nid', '=', key.userNid)
    .where('version', '=', key.version)
    .execute()
}

/** Deletes a version with its sessions; its number stays taken. */
export async function markBackupDeleted(tx: Tx, key: BackupKey): Promise<void> {
  await tx
    .deleteFrom('key_backup_session')
    .where('user_nid', '=', key.userNid)
    .where('version', '=', key.version)
    .execute()
  await tx
    .updateTable('key_backup')
    .set({ deleted: true, auth_data: '{}', session_count: 0, session_bytes: 0 })
    .where('user_nid', '=', key.userNid)
    .where('version', '=', key.version)
    .execute()
}

/** Notes what a write changed; gives back the version's etag and count. */
export async function addToBackup(tx: Tx, key: BackupKey, delta: SessionsDelta): Promise<StoredBackup> {
  const row = await tx
    .updateTable('key_backup')
    .set((eb) => ({
      etag: eb('etag', '+', 1),
      session_count: eb('session_count', '+', delta.count),
      session_bytes: eb('session_bytes', '+', delta.bytes),
    }))
    .where('user_nid', '=', key.userNid)
    .where('version', '=', key.version)
    .returningAll()
    .executeTakeFirstOrThrow()
  return backupOf(row)
}

/**
 * Stores sessions in one statement. Of two keys of one session the better stays: verified, then the lower first
 * message index, then the lower forwarded count; of two equally good ones the stored one.
 */
export async function upsertSessions(tx: Tx, key: BackupKey, sessions: readonly BackupSession[]): Promise<SessionsDelta> {
  const result = await sql<SessionsDelta>`
    WITH given AS (
      SELECT * FROM unnest(
        ${sessions.map((each) => each.roomId)}::text[],
        ${sessions.map((each) => each.sessionId)}::text[],
        ${sessions.map((each) => each.firstMessageIndex)}::bigint[],
        ${sessions.map((each) => each.forwardedCount)}::bigint[],
        ${sessions.map((each) => each.isVerified)}::boolean[],
        ${sessions.map((each) => each.sessionData)}::text[]
      ) AS g (room_id, session_id, first_message_index, forwarded_count, is_verified, session_data)
    ), before AS MATERIALIZED (
      SELECT s.room_id, s.session_id, octet_length(s.session_data) AS bytes
      FROM key_backup_session s JOIN given USING (room_id, session_id)
      WHERE s.user_nid = ${key.userNid} AND s.version = ${key.version}
    ), written AS (
      INSERT INTO key_backup_session AS s
      SELECT ${key.userNid}, ${key.version}, given.* FROM given
      ON CONFLICT (user_nid, version, room_id, session_id) DO UPDATE SET
        first_message_index = excluded.first_message_index,
        forwarded_count = excluded.forwarded_count,
        is_verified = excluded.is_verified,
        session_data = excluded.session_data
      WHERE (NOT excluded.is_verified, excluded.first_message_index, excluded.forwarded_count)
        < (NOT s.is_verified, s.first_message_index, s.forwarded_count)
      RETURNING s.room_id, s.session_id, octet_length(s.session_data) AS bytes
    )
    SELECT count(*)::int AS changed, count(*) FILTER (WHERE before.bytes IS NULL)::int AS count,
      coalesce(sum(written.bytes - coalesce(before.bytes, 0)), 0)::bigint AS bytes
    FROM written LEFT JOIN before USING (room_id, session_id)
  `.execute(tx)
  return result.rows[0] ?? { changed: 0, count: 0, bytes: 0 }
}

/** The sessions of a version, by room. */
export async function listSessions(db: Db, key: BackupKey, filter: SessionFilter): Promise<BackupSession[]> {
  let query = db
    .selectFrom('key_backup_session')
    .selectAll()
    .where('user_nid', '=', key.userNid)
    .where('version', '=', key.version)
  if (filter.roomId !== undefined) query = query.where('room_id', '=', filter.roomId)
  if (filter.sessionId !== undefined) query = query.where('session_id', '=', filter.sessionId)
  const rows = await query.orderBy('room_id').orderBy('session_id').execute()
  return rows.map((row) => ({
    roomId: row.room_id,
    sessionId: row.session_id,
    firstMessageIndex: row.first_message_index,
    forwardedCount: row.forwarded_count,
    isVerified: row.is_verified,
    sessionData: row.session_data,
  }))
}

/** Removes sessions of a version. */
export async function deleteSessions(tx: Tx, key: BackupKey, filter: SessionFilter): Promise<SessionsDelta> {
  const result = await sql<SessionsDelta>`
    WITH gone AS (
      DELETE FROM key_backup_session WHERE user_nid = ${key.userNid} AND version = ${key.version}
        AND (${filter.roomId ?? null}::text IS NULL OR room_id = ${filter.roomId ?? null})
        AND (${filter.sessionId ?? null}::text IS NULL OR session_id = ${filter.sessionId ?? null})
      RETURNING octet_length(session_data) AS bytes
    )
    SELECT count(*)::int AS changed, -count(*)::int AS count, coalesce(-sum(bytes), 0)::bigint AS bytes FROM gone
  `.execute(tx)
  return result.rows[0] ?? { changed: 0, count: 0, bytes: 0 }
}

function backupOf(row: {
  user_nid: number
  version: number
  algorithm: string
  auth_data: string
  etag: number
  session_count: number
  session_bytes: number
  deleted: boolean
}): StoredBackup {
  return {
    userNid: row.user_nid,
    version: row.version,
    algorithm: row.algorithm,
    authData: row.auth_data,
    etag: row.etag,
    sessionCount: row.session_count,
    sessionBytes: row.session_bytes,
    deleted: row.deleted,
  }
}

/** Deletes every version of a user's backup; gives back how many keys were in them. */
export async function deleteBackupsOf(tx: Tx, userNid: number): Promise<number> {
  const result = await tx.deleteFrom('key_backup_session').where('user_nid', '=', userNid).executeTakeFirst()
  await tx.updateTable('key_backup').set({ deleted: true, session_count: 0, session_bytes: 0 }).where('user_nid', '=', userNid).execute()
  return Number(result.numDeletedRows)
}
