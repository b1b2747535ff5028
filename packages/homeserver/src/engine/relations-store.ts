// SQL of relations between events; they are written by commit-store.ts.
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Relation } from './room.ts'
import type { StoredEvent } from './rooms-store.ts'
import { EVENT_COLUMNS } from './rooms-store.ts'
import type { ThreadEntry } from './thread-log.ts'

const RELATION_COLUMNS = sql.raw(`r.parent_id AS "parentId", r.parent_position AS "parentPosition", r.rel_type AS "relType",
  r.annotation_key AS key, r.is_edit AS "isEdit", r.thread_id AS "threadId", r.notifies, r.sent_at_ms AS "sentAtMs"`)

interface StoredRelation extends Omit<Relation, 'key' | 'threadId'> {
  key: string | null
  threadId: string | null
}

function relationOf(row: StoredRelation): Relation {
  const { parentId, parentPosition, relType, isEdit, notifies, sentAtMs } = row
  return { parentId, parentPosition, relType, isEdit, notifies, sentAtMs, key: row.key ?? undefined, threadId: row.threadId ?? undefined }
}

/** The last relations of each room, and whether the room has threads that notified. */
export async function listTailRelations(
  db: Db,
  roomNids: readonly number[],
  limit: number,
): Promise<(Relation & { roomNid: number; position: number; roomHasThreads: boolean })[]> {
  const rows = await sql<StoredRelation & { roomNid: number; position: number; roomHasThreads: boolean }>`
    SELECT r.room_nid AS "roomNid", r.position, ${RELATION_COLUMNS}, EXISTS (
        SELECT 1 FROM relation t WHERE t.room_nid = r.room_nid AND t.thread_id IS NOT NULL AND t.notifies) AS "roomHasThreads"
    FROM unnest(${roomNids}::int4[]) n (room_nid) CROSS JOIN LATERAL (
      SELECT * FROM relation WHERE relation.room_nid = n.room_nid ORDER BY position DESC LIMIT ${limit}) r`.execute(db)
  return rows.rows.map((row) => ({ ...relationOf(row), roomNid: row.roomNid, position: row.position, roomHasThreads: row.roomHasThreads }))
}

/** How one event relates to another. */
export async function findRelation(db: Db, roomNid: number, position: number): Promise<Relation | undefined> {
  const rows = await sql<StoredRelation>`SELECT ${RELATION_COLUMNS} FROM relation r
    WHERE r.room_nid = ${roomNid} AND r.position = ${position}`.execute(db)
  return rows.rows[0] === undefined ? undefined : relationOf(rows.rows[0])
}

/** Whether somebody has annotated an event in this way. */
export async function hasAnnotated(
  db: Db,
  annotation: { parentId: string; sender: string; type: string; key: string | undefined },
): Promise<boolean> {
  const { parentId, sender, type, key } = annotation
  const rows = await sql`SELECT 1 FROM relation WHERE parent_id = ${parentId} AND rel_type = 'm.annotation'
    AND sender = ${sender} AND type = ${type} AND annotation_key IS NOT DISTINCT FROM ${key ?? null} LIMIT 1`.execute(db)
  return rows.rows.length > 0
}

/** The last events of each room's threads that notified, oldest first. */
export async function listThreadEntries(
  db: Db,
  roomNids: readonly number[],
  limit: number,
): Promise<(ThreadEntry & { roomNid: number })[]> {
  const rows = await sql<ThreadEntry & { roomNid: number }>`SELECT n.room_nid AS "roomNid", r.position,
      r.thread_id AS "threadId", r.sender
    FROM unnest(${roomNids}::int4[]) n (room_nid) CROSS JOIN LATERAL (
      SELECT position, thread_id, sender FROM relation
      WHERE relation.room_nid = n.room_nid AND thread_id IS NOT NULL AND notifies ORDER BY position DESC LIMIT ${limit}) r
    ORDER BY r.position`.execute(db)
  return rows.rows
}

/** Through whose eyes children are looked at: what came later than `until` is not there. */
export interface ChildrenView {
  viewer: string
  until: number
  ignored: readonly string[]
}

/** What is bundled of the children of some events: per parent and type, how many, and which one is shown. */
export async function listChildSummaries(
  db: Db,
  parentIds: readonly string[],
  view: ChildrenView,
): Promise<{ parentId: string; relType: string; count: number; position: number; participated: boolean }[]> {
  const rows = await sql<{ parentId: string; relType: string; count: number; position: number; participated: boolean }>`
    SELECT parent_id AS "parentId", rel_type AS "relType", count(*)::int AS count, max(position) AS position,
      bool_or(sender = ${view.viewer}) AS participated
    FROM relation WHERE parent_id = ANY(${parentIds}::text[]) AND rel_type IN ('m.thread', 'm.reference')
      AND position <= ${view.until} AND sender <> ALL(${view.ignored}::text[])
    GROUP BY parent_id, rel_type
    UNION ALL
    SELECT parent_id, 'm.replace', 1, position, false FROM (
      SELECT DISTINCT ON (parent_id) parent_id, position FROM relation
      WHERE parent_id = ANY(${parentIds}::text[]) AND is_edit AND position <= ${view.until}
      ORDER BY parent_id, sent_at_ms DESC, event_id COLLATE "C" DESC) edit`.execute(db)
  return rows.rows
}

/** The events that refer to some others, oldest first. */
export async function listReferences(
  db: Db,
  parentIds: readonly string[],
  view: ChildrenView,
  limit: number,
): Promise<{ parentId: string; eventId: string }[]> {
  const rows = await sql<{ parentId: string; eventId: string }>`SELECT p.parent_id AS "parentId", r.event_id AS "eventId"
    FROM unnest(${parentIds}::text[]) p (parent_id) CROSS JOIN LATERAL (
      SELECT event_id, position FROM relation WHERE relation.parent_id = p.parent_id AND rel_type = 'm.reference'
        AND position <= ${view.until} AND sender <> ALL(${view.ignored}::text[])
      ORDER BY position LIMIT ${limit}) r ORDER BY r.position`.execute(db)
  return rows.rows
}

/** Events of one room by their places, each once, in no order: joined, so that no index but the key is looked at. */
export async function listEventsAt(db: Db, roomNid: number, positions: readonly number[]): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS}
    FROM (SELECT DISTINCT unnest(${positions}::int8[]) AS position) n JOIN event e ON e.room_nid = ${roomNid} AND e.position = n.position`.execute(db)
  return rows.rows
}

/** Which children of an event are asked for. */
export interface ChildrenQuery {
  parentId: string
  relType: string | undefined
  type: string | undefined
  /** How many steps away from the parent they may be. */
  depth: number
  after: number
  before: number
  backwards: boolean
  limit: number
}

/** The events that relate to one, directly or over some steps. An event has one parent at most, so none comes twice. */
export async function listChildren(db: Db, query: ChildrenQuery): Promise<StoredEvent[]> {
  const order = sql.raw(query.backwards ? 'DESC' : 'ASC')
  const { relType = null, type = null } = query
  const rows = await sql<StoredEvent>`WITH RECURSIVE tree (room_nid, position, event_id, rel_type, type, depth) AS (
      SELECT room_nid, position, event_id, rel_type, type, 1 FROM relation WHERE parent_id = ${query.parentId}
      UNION ALL
      SELECT r.room_nid, r.position, r.event_id, r.rel_type, r.type, t.depth + 1
      FROM tree t JOIN relation r ON r.parent_id = t.event_id WHERE t.depth < ${query.depth}
    ), picked AS (
      SELECT room_nid, position FROM tree WHERE position > ${query.after} AND position < ${query.before}
        AND (${relType}::text IS NULL OR rel_type = ${relType}) AND (${type}::text IS NULL OR type = ${type})
      ORDER BY position ${order} LIMIT ${query.limit})
    SELECT ${EVENT_COLUMNS} FROM picked p JOIN event e ON e.room_nid = p.room_nid AND e.position = p.position
    ORDER BY e.position ${order}`.execute(db)
  return rows.rows
}

/** The threads of a room by their latest events, newest first: the root, and the place of that event. */
export async function listThreads(
  db: Db,
  query: ChildrenView & { roomNid: number; before: number; participated: boolean; limit: number },
): Promise<(StoredEvent & { latestPosition: number })[]> {
  const { viewer, until, ignored } = query
  const rows = await sql<StoredEvent & { latestPosition: number }>`WITH latest AS (
      SELECT r.room_nid, r.parent_id, r.parent_position, r.position FROM relation r
      WHERE r.room_nid = ${query.roomNid} AND r.thread_id IS NOT NULL AND r.rel_type = 'm.thread'
        AND r.position < ${query.before} AND r.position <= ${until} AND r.sender <> ALL(${ignored}::text[])
        AND NOT EXISTS (SELECT 1 FROM relation l WHERE l.parent_id = r.parent_id AND l.rel_type = 'm.thread'
          AND l.position > r.position AND l.position <= ${until} AND l.sender <> ALL(${ignored}::text[]))
        AND (NOT ${query.participated}
          OR EXISTS (SELECT 1 FROM relation m WHERE m.parent_id = r.parent_id AND m.rel_type = 'm.thread'
            AND m.sender = ${viewer} AND m.position <= ${until})
          OR EXISTS (SELECT 1 FROM event o WHERE o.room_nid = r.room_nid AND o.position = r.parent_position
            AND o.sender = ${viewer}))
      ORDER BY r.position DESC LIMIT ${query.limit})
    SELECT ${EVENT_COLUMNS}, t.position AS "latestPosition" FROM latest t
    JOIN event e ON e.room_nid = t.room_nid AND e.position = t.parent_position ORDER BY t.position DESC`.execute(db)
  return rows.rows
}
