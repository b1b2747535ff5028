// SQL of the user directory.
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { Wanted } from './directory-keys.ts'

/** Somebody whose keys are to be made. */
export interface DuePerson {
  userNid: number
  userId: string
  displayName: string | null
  /** Who is stopped or closed, and guests, are in no directory. */
  isListed: boolean
}

/** Somebody who was found. */
export interface FoundPerson {
  userId: string
  displayName: string | null
  avatarUrl: string | null
  sharesRoom: boolean
}

/** A key that fits, and whose it is. */
export interface Candidate {
  userNid: number
  key: string
  /** Of somebody in the viewer's smaller rooms. */
  isNear: boolean
}

/** Where to look for keys. */
export interface KeySearch {
  wanted: Wanted
  /** Rooms small enough to look at each of their people. */
  nearRoomNids: readonly number[]
  /** How many keys are looked at for words that do not stand side by side, and how many that fit are taken. */
  scanMax: number
  candidateMax: number
}

/** Whom to show to whom. */
export interface PeopleSearch {
  userNids: readonly number[]
  viewer: string
  /** Undefined: everybody of the server. Otherwise only people of these rooms and of the viewer's own. */
  openRoomNids: readonly number[] | undefined
}

const LAST = '\u{10ffff}'
const VISIBLE = statesThatAre('isVisible')
const LISTED = sql`(a.state = ANY(${VISIBLE}::text[]) AND NOT a.is_guest)`

/**
 * Keys under which the words stand: the first ones in the order of keys, which begins with whole words, and where these
 * are cut off, those of the viewer's small rooms. All of it is read from indexes; a person is somewhere else on the disk
 * each, which costs many times as much.
 */
export async function listCandidates(db: Db, search: KeySearch): Promise<Candidate[]> {
  const { wanted, candidateMax, scanMax } = search
  const { phrase, main } = wanted
  const others = wanted.others.map((word) => `% ${word}%`)
  const fits = sql`k.key >= ${main} AND k.key < ${main + LAST} AND k.key LIKE ALL (${others}::text[])`
  // One word is the phrase: a second look would find the same. It is spared where the phrase finds enough.
  const scattered = others.length === 0 ? sql`` : sql`UNION ALL
    (SELECT k.user_nid, k.key, false FROM (SELECT key, user_nid FROM directory_key WHERE key >= ${main} AND key < ${main + LAST}
      AND (SELECT count(*) FROM phrased) < ${candidateMax} ORDER BY key LIMIT ${scanMax}) k
      WHERE ${fits} LIMIT ${candidateMax})`
  // Whoever is near stands among the others where all that fit are there; where all keys of a word were not looked at,
  // nobody knows.
  const isCut = others.length === 0 ? sql`(SELECT count(*) FROM phrased) >= ${candidateMax}` : sql`true`
  const near = search.nearRoomNids.length === 0 ? sql`` : sql`UNION ALL
    (SELECT k.user_nid, k.key, true FROM (SELECT DISTINCT user_id FROM membership
        WHERE room_nid = ANY(${search.nearRoomNids}::int4[]) AND membership = 'join' AND ${isCut}) m
      JOIN account n ON n.user_id = m.user_id JOIN directory_key k ON k.user_nid = n.user_nid
      WHERE ${fits} LIMIT ${candidateMax})`
  const rows = await sql<Candidate>`WITH phrased AS MATERIALIZED (SELECT user_nid, key FROM directory_key
      WHERE key >= ${phrase} AND key < ${phrase + LAST} ORDER BY key LIMIT ${candidateMax})
    SELECT c.user_nid AS "userNid", c.key, c.is_near AS "isNear"
    FROM (SELECT user_nid, key, false FROM phrased ${scattered} ${near}) c (user_nid, key, is_near)`.execute(db)
  return rows.rows
}

/** Those of some people whom somebody may find, with their names. */
export async function listPeople(db: Db, { userNids, viewer, openRoomNids }: PeopleSearch): Promise<FoundPerson[]> {
  const inScope = openRoomNids === undefined ? sql`true` : sql`(found.shares OR a.user_id = ${viewer} OR EXISTS (
    SELECT 1 FROM membership t WHERE t.user_id = a.user_id AND t.membership = 'join'
      AND t.room_nid + 0 = ANY(${openRoomNids}::int4[])))`
  // "+ 0" keeps the planner from probing the index once for each room of the viewer.
  const rows = await sql<FoundPerson>`WITH mine AS MATERIALIZED (
      SELECT array_agg(room_nid) AS nids FROM membership WHERE user_id = ${viewer} AND membership = 'join'),
    found AS (SELECT c.user_nid, EXISTS (SELECT 1 FROM mine, account s JOIN membership t ON t.user_id = s.user_id
        WHERE s.user_nid = c.user_nid AND t.membership = 'join' AND t.room_nid + 0 = ANY(mine.nids)) AS shares
      FROM unnest(${userNids}::int4[]) c (user_nid))
    SELECT a.user_id AS "userId", p.displayname AS "displayName", p.avatar_url AS "avatarUrl", found.shares AS "sharesRoom"
    FROM found JOIN account a ON a.user_nid = found.user_nid LEFT JOIN profile p ON p.user_id = a.user_id
    WHERE ${LISTED} AND ${inScope}`.execute(db)
  return rows.rows
}

/** The first people whose keys are to be made, and the rows that say so; both empty when nobody is due. */
export async function listDue(tx: Tx, limit: number): Promise<{ dueNids: number[]; people: DuePerson[] }> {
  const due = await tx.selectFrom('directory_due').selectAll().orderBy('due_nid').limit(limit).execute()
  const userIds = [...new Set(due.map((row) => row.user_id))]
  if (userIds.length === 0) return { dueNids: [], people: [] }
  const rows = await sql<DuePerson>`SELECT a.user_nid AS "userNid", a.user_id AS "userId",
      p.displayname AS "displayName", ${LISTED} AS "isListed"
    FROM account a LEFT JOIN profile p ON p.user_id = a.user_id WHERE a.user_id = ANY(${userIds}::text[])`.execute(tx)
  return { dueNids: due.map((row) => row.due_nid), people: rows.rows }
}

/** Replaces the keys of people; `keys` and `userNids` stand side by side. */
export async function replaceKeys(
  tx: Tx,
  people: readonly DuePerson[],
  added: { keys: readonly string[]; userNids: readonly number[] },
): Promise<void> {
  await sql`DELETE FROM directory_key WHERE user_nid = ANY(${people.map((each) => each.userNid)}::int4[])`.execute(tx)
  if (added.keys.length === 0) return
  await sql`INSERT INTO directory_key (key, user_nid)
    SELECT * FROM unnest(${added.keys}::text[], ${added.userNids}::int4[])`.execute(tx)
}

/** Nobody of these is due any more. */
export async function deleteDue(tx: Tx, dueNids: readonly number[]): Promise<void> {
  await sql`DELETE FROM directory_due WHERE due_nid = ANY(${dueNids}::int8[])`.execute(tx)
}

/** Rooms that anybody may join or read. */
export async function listOpenRooms(db: Db): Promise<number[]> {
  const rows = await sql<{ roomNid: number }>`SELECT r.room_nid AS "roomNid" FROM room r WHERE EXISTS (
    SELECT 1 FROM state_interval s JOIN event e ON e.room_nid = s.room_nid AND e.position = s.from_position
    WHERE s.room_nid = r.room_nid AND s.state_key = '' AND s.to_position = 9223372036854775807
      AND ((s.type = 'm.room.join_rules' AND position('"join_rule":"public"'::bytea IN e.pdu) > 0)
        OR (s.type = 'm.room.history_visibility' AND position('"history_visibility":"world_readable"'::bytea IN e.pdu) > 0)))
    `.execute(db)
  return rows.rows.map((row) => row.roomNid)
}
