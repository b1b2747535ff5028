// SQL of taking care of files.
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** Who puts files into quarantine, and when. */
export interface Quarantine {
  by: string
  atMs: number
}

/** Quarantine is of bytes, not of ids: whoever has uploaded the same file has it no more than the first. */
async function quarantineWhere(db: Db, which: RawBuilder<unknown>, { by, atMs }: Quarantine): Promise<number> {
  const { rows } = await sql<{ n: number }>`WITH chosen AS (SELECT m.media_id, m.content_hash FROM media m WHERE ${which}),
    marked AS (UPDATE media SET quarantined_at_ms = ${atMs}, quarantined_by = ${by}
      WHERE quarantined_at_ms IS NULL AND (media_id IN (SELECT media_id FROM chosen)
        OR content_hash IN (SELECT content_hash FROM chosen WHERE content_hash IS NOT NULL)) RETURNING 1)
    SELECT count(*)::int AS n FROM marked`.execute(db)
  return rows[0]?.n ?? 0
}

/** Puts a file and its like into quarantine. */
export function quarantine(db: Db, mediaId: string, how: Quarantine): Promise<number> {
  return quarantineWhere(db, sql`m.media_id = ${mediaId}`, how)
}

/** Puts what the events of a room carry into quarantine, redacted ones included. */
export function quarantineOfRoom(db: Db, roomId: string, how: Quarantine): Promise<number> {
  const carried = sql`m.media_id IN (SELECT a.media_id FROM media_acl a JOIN room r ON r.room_nid = a.room_nid
    JOIN event e ON e.room_nid = a.room_nid AND e.position = a.position
    WHERE r.room_id = ${roomId} AND e.type <> 'm.room.member')`
  return quarantineWhere(db, carried, how)
}

/** Puts what somebody has uploaded into quarantine. */
export function quarantineOfUser(db: Db, userId: string, how: Quarantine): Promise<number> {
  return quarantineWhere(db, sql`m.user_id = ${userId}`, how)
}

/** Lets a file and its like out of quarantine. */
export async function unquarantine(db: Db, mediaId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`WITH freed AS (UPDATE media m SET quarantined_at_ms = NULL, quarantined_by = NULL
      FROM media named WHERE named.media_id = ${mediaId} AND m.quarantined_at_ms IS NOT NULL
        AND (m.media_id = named.media_id OR m.content_hash = named.content_hash) RETURNING 1)
    SELECT count(*)::int AS n FROM freed`.execute(db)
  return rows[0]?.n ?? 0
}

/** What was deleted: how many ids, and the hashes of their files, which others may still have. */
export interface Deleted {
  deleted: number
  hashes: string[]
}

/** Deletes a media id. What events carried it is forgotten with it. */
export async function deleteMedia(db: Db, mediaId: string): Promise<Deleted> {
  const { rows } = await sql<{ hash: Buffer | null }>`WITH unlinked AS (DELETE FROM media_acl WHERE media_id = ${mediaId})
    DELETE FROM media WHERE media_id = ${mediaId} RETURNING content_hash AS hash`.execute(db)
  return deletedOf(rows)
}

/** Moments, in milliseconds since 1970. */
export interface CollectBounds {
  /** Announced files that were to come before it. */
  expiredBefore: number
  /** Files uploaded for an event before it. */
  unattachedBefore: number
  /** Pictures of pages fetched before it. */
  previewBefore: number
}

const MAX_COLLECTED = 1000

/** Deletes what never came and what no event, nor profile, carries; a thousand at a time. What is in quarantine stays. */
export async function deleteUncarried(db: Db, bounds: CollectBounds): Promise<Deleted> {
  const { rows } = await sql<{ hash: Buffer | null }>`DELETE FROM media WHERE media_id IN (
      (SELECT media_id FROM media WHERE content_hash IS NULL AND expires_at_ms < ${bounds.expiredBefore} LIMIT ${MAX_COLLECTED})
      UNION ALL
      (SELECT m.media_id FROM media m LEFT JOIN profile p ON p.user_id = m.user_id
        WHERE m.content_hash IS NOT NULL AND m.quarantined_at_ms IS NULL
          AND ((m.kind = 'restricted' AND m.created_at_ms < ${bounds.unattachedBefore})
            OR (m.kind = 'preview' AND m.created_at_ms < ${bounds.previewBefore}))
          AND NOT EXISTS (SELECT 1 FROM media_acl a WHERE a.media_id = m.media_id)
          AND NOT EXISTS (SELECT 1 FROM delayed_event d, unnest(d.attach_media) named WHERE d.user_id = m.user_id
            AND d.state IN ('scheduled', 'sending') AND named LIKE '%/' || m.media_id)
          AND (p.avatar_url IS NULL OR p.avatar_url NOT LIKE '%/' || m.media_id)
        LIMIT ${MAX_COLLECTED}))
    RETURNING content_hash AS hash`.execute(db)
  return deletedOf(rows)
}

/** Which of some hashes a row has. */
export async function listReferenced(db: Db, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`SELECT DISTINCT h.hash FROM unnest(${hashes}::text[]) h (hash)
    WHERE EXISTS (SELECT 1 FROM media m WHERE m.content_hash = decode(h.hash, 'hex'))`.execute(db)
  return rows.map((row) => row.hash)
}

function deletedOf(rows: readonly { hash: Buffer | null }[]): Deleted {
  const hashes = new Set(rows.flatMap(({ hash }) => (hash === null ? [] : [hash.toString('hex')])))
  return { deleted: rows.length, hashes: [...hashes] }
}
