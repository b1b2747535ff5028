// SQL of notifications: who is to be told, what waits for a gateway, what is unread.
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import { EVENT_COLUMNS } from '../../engine/rooms-store.ts'
import type { StoredEvent } from '../../engine/rooms-store.ts'

/** What a pusher is known by. */
export interface PusherKey {
  userId: string
  appId: string
  pushkey: string
}

/** A pusher that may be called: its account is open, and nobody has silenced it. */
export interface ActivePusher extends PusherKey {
  userNid: number
  deviceNid: number
  /** JSON text; `url` in it is the gateway. */
  data: string
  createdAtMs: number
}

/** Something a pusher is owed; position 0: only its counts have changed; below 0: something is due, of which the server knows nothing. */
export interface DueRow extends PusherKey {
  position: number
  roomNid: number
  dueAtMs: number
}

/** Whether anybody has a pusher at all. */
export async function hasPushers(db: Db): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM pusher LIMIT 1`.execute(db)
  return rows.rows.length > 0
}

/** The joined members of rooms who have pushers. */
export async function listPushMembers(db: Db, roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]> {
  const rows = await sql<{ roomNid: number; userId: string }>`SELECT m.room_nid AS "roomNid", m.user_id AS "userId"
    FROM membership m WHERE m.room_nid = ANY(${roomNids}::int4[]) AND m.membership = 'join'
      AND EXISTS (SELECT 1 FROM pusher p WHERE p.user_id = m.user_id)`.execute(db)
  return rows.rows
}

/** Those of some users who have pushers. */
export async function listPushUsers(db: Db, userIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ userId: string }>`SELECT DISTINCT user_id AS "userId" FROM pusher
    WHERE user_id = ANY(${userIds}::text[])`.execute(db)
  return rows.rows.map((row) => row.userId)
}

/** The rooms a user is joined to. */
export async function listJoinedRoomNids(db: Db, userId: string): Promise<number[]> {
  const rows = await sql<{ roomNid: number }>`SELECT room_nid AS "roomNid" FROM membership
    WHERE user_id = ${userId} AND membership = 'join'`.execute(db)
  return rows.rows.map((row) => row.roomNid)
}

const PUSHED = statesThatAre('isPushed')

/** The pushers of some users that may be called. */
export async function listActivePushers(db: Db, userIds: readonly string[]): Promise<ActivePusher[]> {
  const rows = await sql<ActivePusher>`SELECT p.user_id AS "userId", p.app_id AS "appId", p.pushkey, a.user_nid AS "userNid",
      p.device_nid AS "deviceNid", p.data, p.created_at_ms AS "createdAtMs"
    FROM pusher p JOIN account a ON a.user_id = p.user_id
    WHERE p.user_id = ANY(${userIds}::text[]) AND p.enabled AND p.kind = 'http' AND a.state = ANY(${PUSHED}::text[]) AND NOT a.is_locked AND NOT a.must_enrol
    ORDER BY p.created_at_ms`.execute(db)
  return rows.rows
}

/** Whom events of (after, upTo] notify, of those who have pushers; newest events first. */
export async function listDueSince(
  db: Db,
  after: number,
  upTo: number,
  limit: number,
): Promise<{ userId: string; roomNid: number; position: number }[]> {
  const rows = await sql<{ userId: string; roomNid: number; position: number }>`
    WITH e AS MATERIALIZED (
      SELECT e.*, e.notify_ordinal - coalesce((SELECT b.notify_ordinal FROM event b
        WHERE b.room_nid = e.room_nid AND b.position < e.position ORDER BY b.position DESC LIMIT 1), 0) AS notifies
      FROM room r CROSS JOIN LATERAL (SELECT room_nid, position, sender, notify_ordinal FROM event
        WHERE event.room_nid = r.room_nid AND event.position > ${after} AND event.position <= ${upTo}) e)
    SELECT m.user_id AS "userId", e.room_nid AS "roomNid", e.position
    FROM e JOIN membership m ON m.room_nid = e.room_nid AND m.membership IN ('join', 'invite') AND m.user_id <> e.sender
    LEFT JOIN push_exception x ON x.user_id = m.user_id AND x.room_nid = e.room_nid AND x.position = e.position
    WHERE EXISTS (SELECT 1 FROM pusher p WHERE p.user_id = m.user_id)
      AND CASE WHEN m.membership = 'join' AND e.position > m.joined_position THEN e.notifies ELSE 0 END
        + coalesce(x.notify_delta, 0) > 0
    ORDER BY e.position DESC LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Where users stand in rooms: their membership, since when, and up to where they have read. */
export interface Standing {
  userId: string
  roomNid: number
  membership: string
  position: number
  joinedPosition: number
  readPosition: number
}

const READ_POSITION = sql.raw(`greatest(m.joined_position, m.sent_position, coalesce((SELECT max(r.event_position) FROM receipt r
  WHERE r.user_id = m.user_id AND r.room_nid = m.room_nid AND r.type IN ('m.read', 'm.read.private')
    AND r.thread_id IN ('', 'main')), 0))`)

/** The standings of pairs of user and room, side by side. */
export async function listStandings(db: Db, userIds: readonly string[], roomNids: readonly number[]): Promise<Standing[]> {
  const rows = await sql<Standing>`SELECT m.user_id AS "userId", m.room_nid AS "roomNid", m.membership, m.position,
      m.joined_position AS "joinedPosition", ${READ_POSITION} AS "readPosition"
    FROM unnest(${userIds}::text[], ${roomNids}::int4[]) u (user_id, room_nid)
    JOIN membership m ON m.user_id = u.user_id AND m.room_nid = u.room_nid`.execute(db)
  return rows.rows
}

/** What is unread of a user. */
export interface UnreadRow {
  userId: string
  unread: number
  missedCalls: number
}

/** How many of the newest unread events of a room are looked at for calls. */
const CALL_STRETCH = 50
/** A call that rang this long and was not answered is a missed one. */
const RINGING_MS = 90_000

/**
 * What users have not read in the rooms they are joined to; users without anything unread are left out. Whoever answers
 * a call sends an event, and has read up to there: a call that is unread and no longer rings was missed.
 */
export async function listUnread(db: Db, userIds: readonly string[], nowMs: number): Promise<UnreadRow[]> {
  const rows = await sql<UnreadRow>`
    WITH read AS (SELECT m.user_id, m.room_nid, ${READ_POSITION} AS position
      FROM membership m WHERE m.user_id = ANY(${userIds}::text[]) AND m.membership = 'join'),
    counted AS (SELECT r.user_id, r.room_nid, r.position, greatest(0, l.ordinal - coalesce(b.ordinal, 0) + coalesce(x.delta, 0)) AS unread
      FROM read r
      CROSS JOIN LATERAL (SELECT notify_ordinal AS ordinal FROM event e WHERE e.room_nid = r.room_nid
        ORDER BY e.position DESC LIMIT 1) l
      LEFT JOIN LATERAL (SELECT notify_ordinal AS ordinal FROM event e WHERE e.room_nid = r.room_nid AND e.position <= r.position
        ORDER BY e.position DESC LIMIT 1) b ON true
      LEFT JOIN LATERAL (SELECT sum(notify_delta) AS delta FROM push_exception p WHERE p.user_id = r.user_id
        AND p.room_nid = r.room_nid AND p.position > r.position) x ON true)
    SELECT c.user_id AS "userId", sum(c.unread)::int AS unread, coalesce(sum(k.calls), 0)::int AS "missedCalls"
    FROM counted c LEFT JOIN LATERAL (
      SELECT count(*) AS calls FROM (SELECT e.type, e.sender, e.pdu, e.redacted_by FROM event e
        WHERE e.room_nid = c.room_nid AND e.position > c.position ORDER BY e.position DESC LIMIT ${CALL_STRETCH}) e
      WHERE e.type = 'm.call.invite' AND e.sender <> c.user_id AND e.redacted_by IS NULL
        AND (convert_from(e.pdu, 'UTF8')::jsonb ->> 'origin_server_ts')::numeric < ${nowMs - RINGING_MS}) k ON c.unread > 0
    WHERE c.unread > 0 GROUP BY c.user_id`.execute(db)
  return rows.rows
}

/** Account data of a user; `content` is JSON text. */
export interface AccountDataRow {
  userId: string
  type: string
  content: string
}

/** What users keep on the server that bears on notifications: whom they ignore, when they want quiet. */
export async function listAccountData(db: Db, userIds: readonly string[], types: readonly string[]): Promise<AccountDataRow[]> {
  const rows = await sql<AccountDataRow>`SELECT user_id AS "userId", type, content FROM account_data
    WHERE user_id = ANY(${userIds}::text[]) AND room_nid = 0 AND type = ANY(${types}::text[])`.execute(db)
  return rows.rows
}

/** The further fields of the profiles of users, as text; who has none is not in it. */
export async function listProfileFields(db: Db, userIds: readonly string[]): Promise<{ userId: string; fields: string }[]> {
  if (userIds.length === 0) return []
  const rows = await sql<{ userId: string; fields: string }>`SELECT user_id AS "userId", fields FROM profile
    WHERE user_id = ANY(${userIds}::text[]) AND fields <> '{}'`.execute(db)
  return rows.rows
}

/** Everything that waited for a gateway when the server stopped, oldest first. */
export async function listDue(db: Db, limit: number): Promise<DueRow[]> {
  const rows = await sql<DueRow>`SELECT user_id AS "userId", app_id AS "appId", pushkey, position, room_nid AS "roomNid",
      due_at_ms AS "dueAtMs" FROM push_due ORDER BY due_at_ms, position LIMIT ${limit}`.execute(db)
  return rows.rows
}

/** Up to which event everything due is delivered or in `push_due`. */
export async function getProgress(db: Db): Promise<number> {
  const row = await db.selectFrom('push_progress').select('position').executeTakeFirstOrThrow()
  return row.position
}

/** Notes what waits, forgets what is done, and moves the progress up: all or nothing. */
export async function saveProgress(
  db: Db,
  change: { added: readonly DueRow[]; done: readonly DueRow[]; position: number },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (change.done.length > 0) {
      await sql`DELETE FROM push_due d USING unnest(${keysOf(change.done)}) x (user_id, app_id, pushkey, position)
        WHERE d.user_id = x.user_id AND d.app_id = x.app_id AND d.pushkey = x.pushkey AND d.position = x.position`.execute(tx)
    }
    if (change.added.length > 0) {
      await insertDue(tx, change.added)
    }
    await sql`UPDATE push_progress SET position = greatest(position, ${change.position}::int8)`.execute(tx)
  })
}

/** Writes down what pushers are owed. One that has gone meanwhile is owed nothing. */
export async function insertDue(tx: Tx, rows: readonly DueRow[]): Promise<void> {
  await sql`INSERT INTO push_due (user_id, app_id, pushkey, position, room_nid, due_at_ms)
    SELECT x.* FROM unnest(${keysOf(rows)}, ${rows.map((row) => row.roomNid)}::int4[],
      ${rows.map((row) => row.dueAtMs)}::int8[]) x (user_id, app_id, pushkey, position, room_nid, due_at_ms)
    JOIN pusher p ON p.user_id = x.user_id AND p.app_id = x.app_id AND p.pushkey = x.pushkey FOR KEY SHARE OF p
    ON CONFLICT DO NOTHING`.execute(tx)
}

function keysOf(rows: readonly DueRow[]) {
  return sql`${rows.map((row) => row.userId)}::text[], ${rows.map((row) => row.appId)}::text[],
    ${rows.map((row) => row.pushkey)}::text[], ${rows.map((row) => row.position)}::int8[]`
}

/** Others' events before a position in the rooms a user is joined to or invited to, newest first. */
export async function listCandidates(
  db: Db,
  range: { userId: string; before: number; limit: number },
): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent>`SELECT ${EVENT_COLUMNS} FROM (
      SELECT c.room_nid, c.position FROM membership m CROSS JOIN LATERAL (
        SELECT e.room_nid, e.position FROM event e WHERE e.room_nid = m.room_nid AND e.position < ${range.before}
          AND e.position >= CASE m.membership WHEN 'join' THEN m.joined_position ELSE m.position END
          AND e.sender <> m.user_id ORDER BY e.position DESC LIMIT ${range.limit}) c
      WHERE m.user_id = ${range.userId} AND m.membership IN ('join', 'invite')
        AND (m.membership = 'join' OR c.position = m.position)
      ORDER BY c.position DESC LIMIT ${range.limit}) k
    JOIN event e ON e.room_nid = k.room_nid AND e.position = k.position ORDER BY e.position DESC`.execute(db)
  return rows.rows
}
