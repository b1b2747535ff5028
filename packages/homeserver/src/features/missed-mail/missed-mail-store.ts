// SQL of mails about what was missed: who may be written to, what they have not read, what they were told.
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** Somebody who may be written to. */
export interface Reachable {
  userNid: number
  userId: string
  address: string
  /** Up to here they were told. */
  toldPosition: number
  /** Account data as JSON text: whether they want such mails, and which rooms are talks with one person. */
  wish: string | null
  direct: string | null
}

/** What somebody has not read. */
export interface Missed {
  userId: string
  mentions: number
  directMessages: number
}

const REACHED = statesThatAre('isPushed')

/** Up to which position everything had come by a time; 0 where that is not known. */
export async function findPositionAt(db: Db, atMs: number): Promise<number> {
  const { rows } = await sql<{ position: string | null }>`SELECT max(position) AS position FROM stream_time WHERE at_ms <= ${atMs}`.execute(db)
  return Number(rows[0]?.position ?? 0)
}

/** Accounts in order of their numbers that have an address and were not written to since `sentBeforeMs`. */
export async function listReachable(db: Db, page: { after: number; sentBeforeMs: number; wishType: string; limit: number }): Promise<Reachable[]> {
  const { rows } = await sql<Reachable>`SELECT a.user_nid AS "userNid", a.user_id AS "userId", x.address, coalesce(s.told_position, 0) AS "toldPosition",
      w.content AS wish, d.content AS direct
    FROM account a
    CROSS JOIN LATERAL (SELECT address FROM account_address x WHERE x.user_nid = a.user_nid ORDER BY address LIMIT 1) x
    LEFT JOIN missed_mail s ON s.user_nid = a.user_nid
    LEFT JOIN account_data w ON w.user_id = a.user_id AND w.room_nid = 0 AND w.type = ${page.wishType}
    LEFT JOIN account_data d ON d.user_id = a.user_id AND d.room_nid = 0 AND d.type = 'm.direct'
    WHERE a.user_nid > ${page.after} AND a.state = ANY(${REACHED}::text[]) AND NOT a.is_locked AND NOT a.must_enrol
      AND coalesce(s.sent_at_ms, 0) <= ${page.sentBeforeMs}
    ORDER BY a.user_nid LIMIT ${page.limit}`.execute(db)
  return rows
}

/** A talk of somebody with one person, as they call it. */
export interface DirectRoom {
  userId: string
  roomId: string
}

/**
 * What of (told, upTo] users have not read: messages of their direct talks that notify them, and mentions elsewhere. Users
 * who have read everything are left out. Threads are counted nowhere here, as in the count of a room.
 */
export async function listMissed(db: Db, users: readonly Reachable[], direct: readonly DirectRoom[], upTo: number): Promise<Missed[]> {
  const { rows } = await sql<Missed>`
    WITH who AS (SELECT * FROM unnest(${users.map((each) => each.userId)}::text[], ${users.map((each) => each.toldPosition)}::int8[]) w (user_id, told)),
    talk AS (SELECT DISTINCT d.user_id, q.room_nid FROM unnest(${direct.map((each) => each.userId)}::text[], ${direct.map((each) => each.roomId)}::text[]) d (user_id, room_id)
      JOIN room q ON q.room_id = d.room_id),
    standing AS (SELECT m.user_id, m.room_nid, t.room_nid IS NOT NULL AS is_direct,
        greatest(w.told, m.joined_position, m.sent_position, coalesce((SELECT max(r.event_position) FROM receipt r WHERE r.user_id = m.user_id
          AND r.room_nid = m.room_nid AND r.type IN ('m.read', 'm.read.private') AND r.thread_id IN ('', 'main')), 0)) AS position
      FROM who w JOIN membership m ON m.user_id = w.user_id AND m.membership = 'join'
      LEFT JOIN talk t ON t.user_id = m.user_id AND t.room_nid = m.room_nid),
    counted AS (
      SELECT s.user_id, 0 AS direct, count(*) AS mentions FROM standing s JOIN push_exception x ON x.user_id = s.user_id AND x.room_nid = s.room_nid
        AND x.position > s.position AND x.position <= ${upTo} AND x.highlight AND x.thread_id IS NULL
      WHERE NOT s.is_direct GROUP BY s.user_id
      UNION ALL
      SELECT s.user_id, greatest(0, coalesce(l.ordinal, 0) - coalesce(b.ordinal, 0) + coalesce(x.delta, 0)) AS direct, 0 AS mentions FROM standing s
      LEFT JOIN LATERAL (SELECT notify_ordinal AS ordinal FROM event e WHERE e.room_nid = s.room_nid AND e.position <= greatest(s.position, ${upTo}::int8)
        ORDER BY e.position DESC LIMIT 1) l ON true
      LEFT JOIN LATERAL (SELECT notify_ordinal AS ordinal FROM event e WHERE e.room_nid = s.room_nid AND e.position <= s.position
        ORDER BY e.position DESC LIMIT 1) b ON true
      LEFT JOIN LATERAL (SELECT sum(notify_delta) AS delta FROM push_exception p WHERE p.user_id = s.user_id AND p.room_nid = s.room_nid
        AND p.position > s.position AND p.position <= ${upTo} AND p.thread_id IS NULL) x ON true
      WHERE s.is_direct)
    SELECT user_id AS "userId", sum(mentions)::int AS mentions, sum(direct)::int AS "directMessages" FROM counted
    GROUP BY user_id HAVING sum(mentions) + sum(direct) > 0`.execute(db)
  return rows
}

/** Notes that somebody is written to; false where another process was faster, or they were within the period. */
export async function claimMail(db: Db, mail: { userNid: number; nowMs: number; sentBeforeMs: number; toldPosition: number }): Promise<boolean> {
  const result = await sql`INSERT INTO missed_mail (user_nid, sent_at_ms, told_position) VALUES (${mail.userNid}, ${mail.nowMs}, ${mail.toldPosition})
    ON CONFLICT (user_nid) DO UPDATE SET sent_at_ms = excluded.sent_at_ms, told_position = greatest(missed_mail.told_position, excluded.told_position)
    WHERE missed_mail.sent_at_ms <= ${mail.sentBeforeMs}`.execute(db)
  return (result.numAffectedRows ?? 0n) === 1n
}
