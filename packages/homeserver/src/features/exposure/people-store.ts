// SQL of whom an account could have found or met, and which rooms the directory could have shown it.
import { AUDIENCE } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Moments } from './spans.ts'

/** Where what holds now ends. */
const CURRENT = sql`9223372036854775807`

/** Which accounts. */
export interface PeopleFilter {
  /** The states in which somebody is found. */
  states: readonly string[]
  /** Of this organisation (null: of none); undefined: of any. */
  organisationNid: number | null | undefined
  /** There by then. */
  untilMs: number
  /** Who looks: not counted. */
  userId: string
}

/** Accounts by whether they are found as they stand now. */
export interface PeopleCount {
  visible: number
  hidden: number
}

/** How many there are. `among`: of these alone. */
export async function countPeople(db: Db, { states, organisationNid, untilMs, userId }: PeopleFilter, among?: readonly number[]): Promise<PeopleCount> {
  const isOf = organisationNid === undefined ? sql`true` : sql`organisation_nid IS NOT DISTINCT FROM ${organisationNid}::int4`
  const isAmong = among === undefined ? sql`true` : sql`user_nid = ANY(${among}::int4[])`
  const rows = await sql<PeopleCount>`SELECT count(*) FILTER (WHERE state = ANY(${states}::text[])) AS visible, count(*) FILTER (WHERE NOT state = ANY(${states}::text[])) AS hidden
    FROM account WHERE NOT is_guest AND account_type <> 'exercise' AND created_at_ms <= ${untilMs} AND user_id <> ${userId} AND ${isOf} AND ${isAmong}`.execute(db)
  return rows.rows[0] ?? { visible: 0, hidden: 0 }
}

/** Who was in rooms at a moment of a window, each once, but for one account. */
export async function listJoinedIn(db: Db, roomNids: readonly number[], { first, last }: Moments, userId: string): Promise<number[]> {
  const rows = await sql<{ userNid: number }>`SELECT a.user_nid AS "userNid" FROM membership m JOIN account a ON a.user_id = m.user_id
      WHERE m.room_nid = ANY(${roomNids}::int4[]) AND m.membership = 'join' AND m.joined_position < ${last} AND m.user_id <> ${userId}
    UNION SELECT a.user_nid FROM state_interval s JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position JOIN account a ON a.user_id = s.state_key
      WHERE s.room_nid = ANY(${roomNids}::int4[]) AND s.type = 'm.room.member' AND s.to_position < 9223372036854775807 AND s.from_position < ${last} AND s.to_position >= ${first}
        AND s.state_key <> ${userId} AND position('"membership":"join"'::bytea IN e.pdu) > 0`.execute(db)
  return rows.rows.map(({ userNid }) => userNid)
}

/** Whose profiles. */
export interface PictureFilter extends Pick<PeopleFilter, 'untilMs' | 'userId'> {
  /** Of these alone; undefined: of everybody. */
  among: readonly number[] | undefined
  /** What was closed, or taken into quarantine, is left out. */
  isNow: boolean
  serverName: string
  /** A picture has to be of whose profile it is. */
  isOwn: boolean
}

/** How many pictures profiles show, as they are now, of those that had been brought in by then; each once, without one's own. */
export async function countProfilePictures(db: Db, { among, isNow, isOwn, serverName, untilMs, userId }: PictureFilter): Promise<number> {
  const prefix = `mxc://${serverName}/`
  const isAmong = among === undefined ? sql`true` : sql`a.user_nid = ANY(${among}::int4[])`
  const isOfOwner = isOwn ? sql`f.user_id = p.user_id` : sql`true`
  const isThere = isNow ? sql`a.state <> 'closed' AND f.quarantined_at_ms IS NULL` : sql`true`
  const rows = await sql<{ pictures: number }>`SELECT count(DISTINCT f.media_id) AS pictures
    FROM profile p JOIN account a ON a.user_id = p.user_id JOIN media f ON f.media_id = right(p.avatar_url, ${-prefix.length}::int)
    WHERE starts_with(p.avatar_url, ${prefix}) AND a.account_type <> 'exercise' AND a.user_id <> ${userId} AND f.content_hash IS NOT NULL AND f.created_at_ms <= ${untilMs}
      AND ${isOfOwner} AND ${isThere} AND ${isAmong}`.execute(db)
  return rows.rows[0]?.pictures ?? 0
}

/**
 * How many rooms the public directory lists that were there by then, and how many of `open` it does not. `others`: rooms that
 * it lists for others alone.
 */
export async function countListings(db: Db, untilMs: number, { open, others }: { open: readonly number[]; others: readonly number[] }): Promise<{ listed: number; unlisted: number }> {
  const rows = await sql<{ listed: number; unlisted: number }>`SELECT count(*) FILTER (WHERE is_listed) AS listed, count(*) FILTER (WHERE NOT is_listed) AS unlisted
    FROM (SELECT room_nid, published AND NOT room_nid = ANY(${others}::int4[]) AS is_listed FROM room WHERE created_at_ms <= ${untilMs}) AS r
    WHERE is_listed OR room_nid = ANY(${open}::int4[])`.execute(db)
  return rows.rows[0] ?? { listed: 0, unlisted: 0 }
}

/** For whom the rooms are that the directory lists, where it says so. */
export async function listListedAudiences(db: Db): Promise<{ roomNid: number; pdu: Buffer }[]> {
  const rows = await sql<{ roomNid: number; pdu: Buffer }>`SELECT r.room_nid AS "roomNid", e.pdu FROM room r
    JOIN state_interval s ON s.room_nid = r.room_nid AND s.type = ${AUDIENCE} AND s.state_key = '' AND s.to_position = ${CURRENT}
    JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE r.published`.execute(db)
  return rows.rows
}
