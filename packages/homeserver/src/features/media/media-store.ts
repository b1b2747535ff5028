// SQL of media.
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** What is known of a file that is there. */
export interface StoredFile {
  /** SHA-256 in hexadecimal. */
  hash: string
  byteLength: number
  contentType: string
  fileName: string | null
}

/** A media id: with its file, or waiting for it. */
export interface MediaRecord {
  mediaId: string
  userId: string
  /** Nothing: not uploaded yet. */
  file: StoredFile | undefined
  expiresAtMs: number | null
}

/** Whose media id it is. */
export interface MediaOwner {
  mediaId: string
  userId: string
  createdAtMs: number
}

/** Stores the record of a file that lies on disk already. */
export async function insertMedia(db: Db, owner: MediaOwner, file: StoredFile): Promise<void> {
  await db
    .insertInto('media')
    .values({
      media_id: owner.mediaId,
      user_id: owner.userId,
      created_at_ms: owner.createdAtMs,
      expires_at_ms: null,
      ...fileColumns(file),
    })
    .execute()
}

/** Makes a media id that waits for its file. */
export async function insertPendingMedia(db: Db, owner: MediaOwner, expiresAtMs: number): Promise<void> {
  await db
    .insertInto('media')
    .values({
      media_id: owner.mediaId,
      user_id: owner.userId,
      created_at_ms: owner.createdAtMs,
      expires_at_ms: expiresAtMs,
      content_hash: null,
      byte_length: null,
      content_type: null,
      file_name: null,
    })
    .execute()
}

/** Gives a waiting media id its file; false when it has one already. */
export async function completeMedia(db: Db, mediaId: string, file: StoredFile): Promise<boolean> {
  const result = await db
    .updateTable('media')
    .set({ expires_at_ms: null, ...fileColumns(file) })
    .where('media_id', '=', mediaId)
    .where('content_hash', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The record of a media id. */
export async function findMedia(db: Db, mediaId: string): Promise<MediaRecord | undefined> {
  const row = await db.selectFrom('media').selectAll().where('media_id', '=', mediaId).executeTakeFirst()
  if (row === undefined) return undefined
  const { content_hash, byte_length, content_type } = row
  const isThere = content_hash !== null && byte_length !== null && content_type !== null
  return {
    mediaId: row.media_id,
    userId: row.user_id,
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

function fileColumns(file: StoredFile) {
  return {
    content_hash: Buffer.from(file.hash, 'hex'),
    byte_length: file.byteLength,
    content_type: file.contentType,
    file_name: file.fileName,
  }
}
