// SQL of media: files by id, and how much somebody has of them.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** What is known of a file that is there. */
export interface StoredFile {
  /** SHA-256 in hexadecimal. */
  hash: string
  byteLength: number
  contentType: string
  fileName: string | null
}

/**
 * What a media id is: uploaded in the plain way, uploaded so that nobody else has it before an event carries it
 * (MSC3911), or a picture of somebody else's page.
 */
export type MediaKind = 'upload' | 'restricted' | 'preview'

/** A media id: with its file, or waiting for it. */
export interface MediaRecord {
  mediaId: string
  /** Empty for pictures of pages, which are nobody's. */
  userId: string
  kind: MediaKind
  isQuarantined: boolean
  /** Whether its owner shows it as their picture at present. */
  isAvatar: boolean
  /** Nothing: not uploaded yet. */
  file: StoredFile | undefined
  expiresAtMs: number | null
}

/** Whose media id it is. */
export interface MediaOwner {
  mediaId: string
  userId: string
  createdAtMs: number
  kind: MediaKind
}

const LAST_POSITION = sql<number>`(SELECT coalesce(max(event_position), 0) FROM writer)`

/** Stores the record of a file that lies on disk already. Bytes that are in quarantine stay there under any id. */
export async function insertMedia(db: Db, owner: MediaOwner, file: StoredFile): Promise<void> {
  const { content_hash: hash, byte_length: byteLength, content_type: type, file_name: name } = fileColumns(file)
  await sql`INSERT INTO media (media_id, user_id, created_at_ms, kind, content_hash, byte_length, content_type, file_name,
      uploaded_position, quarantined_at_ms, quarantined_by)
    SELECT ${owner.mediaId}, ${owner.userId}, ${owner.createdAtMs}, ${owner.kind}, ${hash}, ${byteLength}, ${type}, ${name},
      ${LAST_POSITION}, q.quarantined_at_ms, q.quarantined_by
    FROM (VALUES (1)) one LEFT JOIN LATERAL (SELECT m.quarantined_at_ms, m.quarantined_by FROM media m
      WHERE m.content_hash = ${hash} AND m.quarantined_at_ms IS NOT NULL LIMIT 1) q ON true`.execute(db)
}

/** Makes a media id that waits for its file. */
export async function insertPendingMedia(db: Db, owner: MediaOwner, expiresAtMs: number): Promise<void> {
  await db
    .insertInto('media')
    .values({
      media_id: owner.mediaId,
      user_id: owner.userId,
      created_at_ms: owner.createdAtMs,
      kind: owner.kind,
      uploaded_position: LAST_POSITION,
      purged_position: null,
      expires_at_ms: expiresAtMs,
      content_hash: null,
      byte_length: null,
      content_type: null,
      file_name: null,
      quarantined_at_ms: null,
      quarantined_by: null,
    })
    .execute()
}

/** Gives a waiting media id its file; false when it has one already. */
export async function completeMedia(db: Db, mediaId: string, file: StoredFile): Promise<boolean> {
  const columns = fileColumns(file)
  const quarantined = sql<number | null>`coalesce(quarantined_at_ms, (SELECT max(m.quarantined_at_ms) FROM media m
    WHERE m.content_hash = ${columns.content_hash}))`
  const result = await db
    .updateTable('media')
    .set({ expires_at_ms: null, ...columns, quarantined_at_ms: quarantined })
    .where('media_id', '=', mediaId)
    .where('content_hash', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

interface MediaRow {
  media_id: string
  user_id: string
  kind: string
  quarantined_at_ms: number | null
  is_avatar: boolean
  expires_at_ms: number | null
  content_hash: Buffer | null
  byte_length: number | null
  content_type: string | null
  file_name: string | null
}

/** The records of media ids of a server, in no order. */
export async function listMedia(db: Db, serverName: string, mediaIds: readonly string[]): Promise<MediaRecord[]> {
  const prefix = `mxc://${serverName}/`
  const { rows } = await sql<MediaRow>`SELECT m.media_id, m.user_id, m.kind, m.quarantined_at_ms, m.expires_at_ms,
      m.content_hash, m.byte_length, m.content_type, m.file_name,
      coalesce(p.avatar_url = ${prefix} || m.media_id, false) AS is_avatar
    FROM media m LEFT JOIN profile p ON p.user_id = m.user_id
    WHERE m.media_id = ANY(${mediaIds}::text[])`.execute(db)
  return rows.map(recordOf)
}

function recordOf(row: MediaRow): MediaRecord {
  const { content_hash, byte_length, content_type } = row
  const isThere = content_hash !== null && byte_length !== null && content_type !== null
  return {
    mediaId: row.media_id,
    userId: row.user_id,
    kind: row.kind === 'restricted' || row.kind === 'preview' ? row.kind : 'upload',
    isQuarantined: row.quarantined_at_ms !== null,
    isAvatar: row.is_avatar,
    expiresAtMs: row.expires_at_ms,
    file: isThere
      ? { hash: content_hash.toString('hex'), byteLength: byte_length, contentType: content_type, fileName: row.file_name }
      : undefined,
  }
}

/** How many media ids of a user wait for their file and have not expired. */
export async function countPendingMedia(db: Db, userId: string, nowMs: number): Promise<number> {
  const row = await db
    .selectFrom('media')
    .select(sql<number>`count(*)`.as('pending'))
    .where('user_id', '=', userId)
    .where('content_hash', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirstOrThrow()
  return row.pending
}

/** Forgets the media ids of a user whose file never came. */
export async function deleteExpiredMedia(db: Db, userId: string, nowMs: number): Promise<void> {
  await db
    .deleteFrom('media')
    .where('user_id', '=', userId)
    .where('content_hash', 'is', null)
    .where('expires_at_ms', '<=', nowMs)
    .execute()
}

/** What a user has uploaded: bytes in all, files since a moment, and when the first of those was. */
export interface MediaUsage {
  bytes: number
  recent: number
  firstRecentAtMs: number | null
}

/** Sums what a user has uploaded. */
export async function getMediaUsage(db: Db, userId: string, sinceMs: number): Promise<MediaUsage> {
  const { rows } = await sql<MediaUsage>`SELECT coalesce(sum(byte_length), 0)::int8 AS bytes,
      count(*) FILTER (WHERE created_at_ms > ${sinceMs}) AS recent,
      min(created_at_ms) FILTER (WHERE created_at_ms > ${sinceMs}) AS "firstRecentAtMs"
    FROM media WHERE user_id = ${userId}`.execute(db)
  return rows[0] ?? { bytes: 0, recent: 0, firstRecentAtMs: null }
}

function fileColumns(file: StoredFile) {
  return {
    content_hash: Buffer.from(file.hash, 'hex'),
    byte_length: file.byteLength,
    content_type: file.contentType,
    file_name: file.fileName,
  }
}

/** Counts a file that a device on probation reads; gives back how many those are by now. */
export async function countProbationFile(db: Db, deviceNid: number): Promise<number> {
  const row = await db
    .insertInto('device_probation')
    .values({ device_nid: deviceNid, files: 1 })
    .onConflict((conflict) => conflict.column('device_nid').doUpdateSet({ files: sql<number>`device_probation.files + 1` }))
    .returning('files')
    .executeTakeFirstOrThrow()
  return row.files
}

/** Forgets the media ids of a user that wait for their file; gives back how many there were. */
export async function deletePendingOf(tx: Tx, userId: string): Promise<number> {
  const result = await tx.deleteFrom('media').where('user_id', '=', userId).where('content_hash', 'is', null).executeTakeFirst()
  return Number(result.numDeletedRows)
}
