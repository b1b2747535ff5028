// SQL of the user directory.
import type { EnrolledType } from '@chappe/policy'
import { statesThatAre } from '@chappe/policy'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { Wanted } from './directory-keys.ts'
import { jobLookOf, jobPrefixOf, prefixOf, withoutPrefix } from './directory-keys.ts'

/** Somebody whose keys are to be made. */
export interface DuePerson {
  userNid: number
  userId: string
  displayName: string | null
  organisationNid: number | null
  title: string
  service: string
  /** Guests are in no directory, nor are those whose account is stopped, over or closed. */
  isListed: boolean
}

/** Somebody who was found. */
export interface FoundPerson {
  userNid: number
  userId: string
  displayName: string | null
  avatarUrl: string | null
  accountType: EnrolledType
  organisationName: string | null
  /** What they do, and in which service; empty where it is not known. */
  title: string
  service: string
  sharesRoom: boolean
  /** Of colleagues, and of people of common rooms: the other fields of their profile, as text. */
  fields: string | null
}

/** A key that fits, and whose it is. */
export interface Candidate {
  userNid: number
  key: string
  /** Of somebody in the viewer's smaller rooms. */
  isNear: boolean
  /** A key of what they do, and not of their name. */
  isJob: boolean
}

/**
 * Whom somebody may find beside those they share a room with: everybody; people of rooms that are open to all; or
 * people of their own organisation (null: of those who have none), and others by their whole name or address.
 */
export type PeopleScope =
  | { kind: 'everybody' }
  | { kind: 'acquainted'; openRoomNids: readonly number[] }
  | { kind: 'organisation'; organisationNid: number | null }

/** Where to look for keys. */
export interface KeySearch {
  wanted: Wanted
  scope: PeopleScope
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
  viewerOrganisationNid: number | undefined
  scope: PeopleScope
  wanted: Wanted
  /** Only people of this organisation; left out: of any, or none. */
  onlyOrganisationNid?: number | undefined
}

const LAST = '\u{10ffff}'
const VISIBLE = statesThatAre('isVisible')
const LISTED = sql`(a.state = ANY(${VISIBLE}::text[]) AND NOT a.is_guest AND a.account_type <> 'exercise')`

/**
 * Keys under which the words stand: the first ones in the order of keys, which begins with whole words, and where these
 * are cut off, those of the viewer's small rooms. All of it is read from indexes; a person is somewhere else on the disk
 * each, which costs many times as much.
 */
export async function listCandidates(db: Db, search: KeySearch): Promise<Candidate[]> {
  const { wanted, scope, candidateMax, scanMax } = search
  const prefix = scope.kind === 'organisation' ? prefixOf(scope.organisationNid) : ''
  const [phrase, main] = [prefix + wanted.phrase, prefix + wanted.main]
  const others = wanted.others.map((word) => `% ${word}%`)
  const fits = (first: string) => sql`k.key >= ${first} AND k.key < ${first + LAST} AND k.key LIKE ALL (${others}::text[])`
  // One word is the phrase: a second look would find the same. It is spared where the phrase finds enough.
  const scattered = others.length === 0 ? sql`` : sql`UNION ALL
    (SELECT k.user_nid, k.key, false FROM (SELECT key, user_nid FROM directory_key WHERE key >= ${main} AND key < ${main + LAST}
      AND (SELECT count(*) FROM phrased) < ${candidateMax} ORDER BY key LIMIT ${scanMax}) k
      WHERE ${fits(main)} LIMIT ${candidateMax})`
  // Whoever is near stands among the others where all that fit are there; where all keys of a word were not looked at,
  // or those of one organisation only, nobody knows.
  const isCut = others.length === 0 && prefix === '' ? sql`(SELECT count(*) FROM phrased) >= ${candidateMax}` : sql`true`
  const near = search.nearRoomNids.length === 0 ? sql`` : sql`UNION ALL
    (SELECT k.user_nid, k.key, true FROM (SELECT DISTINCT user_id FROM membership
        WHERE room_nid = ANY(${search.nearRoomNids}::int4[]) AND membership = 'join' AND ${isCut}) m
      JOIN account n ON n.user_id = m.user_id JOIN directory_key k ON k.user_nid = n.user_nid
      WHERE ${fits(wanted.main)} LIMIT ${candidateMax})`
  // Others are found by their whole name or their address.
  const exact = prefix === '' ? sql`` : sql`UNION ALL
    (SELECT user_nid, key, false FROM directory_key WHERE key = ${wanted.phrase} LIMIT ${candidateMax}) UNION ALL
    (SELECT user_nid, ${wanted.phrase}::text, false FROM account_address WHERE address = ${wanted.address ?? ''})`
  const rows = await sql<Omit<Candidate, 'isJob'>>`WITH phrased AS MATERIALIZED (SELECT user_nid, key FROM directory_key
      WHERE key >= ${phrase} AND key < ${phrase + LAST} ORDER BY key LIMIT ${candidateMax})
    SELECT c.user_nid AS "userNid", c.key, c.is_near AS "isNear"
    FROM (SELECT user_nid, key, false FROM phrased ${scattered} ${near} ${exact}) c (user_nid, key, is_near)`.execute(db)
  return rows.rows.map((row) => ({ ...row, key: withoutPrefix(row.key), isJob: false }))
}

/** Keys of what people do under which the words stand, theirs or those of their names. */
export async function listJobCandidates(db: Db, { wanted, scope, scanMax, candidateMax }: Omit<KeySearch, 'nearRoomNids'>): Promise<Candidate[]> {
  const { starts, patterns } = jobLookOf(wanted, jobPrefixOf(scope.kind === 'organisation' ? scope.organisationNid : 'everybody'))
  if (starts.length === 0) return []
  const rows = await sql<Pick<Candidate, 'userNid' | 'key'>>`SELECT j.user_nid AS "userNid", j.key FROM unnest(${starts}::text[]) w (first) CROSS JOIN LATERAL (
      SELECT user_nid, key FROM directory_key WHERE key >= w.first AND key < w.first || ${LAST} ORDER BY key LIMIT ${scanMax}) j
    WHERE j.key LIKE ALL (${patterns}::text[]) LIMIT ${candidateMax}`.execute(db)
  return rows.rows.map(({ userNid, key }) => ({ userNid, key: withoutPrefix(key), isNear: false, isJob: true }))
}

/** Those of some people whom somebody may find, with their names. */
export async function listPeople(db: Db, search: PeopleSearch): Promise<FoundPerson[]> {
  const { userNids, viewer, onlyOrganisationNid } = search
  const ofOrganisation = onlyOrganisationNid === undefined ? sql`true` : sql`a.organisation_nid = ${onlyOrganisationNid}`
  // "+ 0" keeps the planner from probing the index once for each room of the viewer.
  const rows = await sql<FoundPerson>`WITH mine AS MATERIALIZED (
      SELECT array_agg(room_nid) AS nids FROM membership WHERE user_id = ${viewer} AND membership = 'join'),
    found AS (SELECT c.user_nid, EXISTS (SELECT 1 FROM mine, account s JOIN membership t ON t.user_id = s.user_id
        WHERE s.user_nid = c.user_nid AND t.membership = 'join' AND t.room_nid + 0 = ANY(mine.nids)) AS shares
      FROM unnest(${userNids}::int4[]) c (user_nid))
    SELECT a.user_nid AS "userNid", a.user_id AS "userId", p.displayname AS "displayName", p.avatar_url AS "avatarUrl", a.account_type AS "accountType",
      o.name AS "organisationName", coalesce(j.title, '') AS title, coalesce(j.service, '') AS service, found.shares AS "sharesRoom",
      CASE WHEN p.fields <> '{}' AND (found.shares OR a.organisation_nid = ${search.viewerOrganisationNid ?? null}::int4) THEN p.fields END AS fields
    FROM found JOIN account a ON a.user_nid = found.user_nid LEFT JOIN profile p ON p.user_id = a.user_id
    LEFT JOIN organisation o ON o.organisation_nid = a.organisation_nid LEFT JOIN account_job j ON j.user_nid = a.user_nid
    WHERE ${LISTED} AND ${isInScope(search)} AND ${ofOrganisation}`.execute(db)
  return rows.rows
}

function isInScope({ scope, viewer, wanted }: PeopleSearch): RawBuilder<boolean> {
  switch (scope.kind) {
    case 'everybody':
      return sql<boolean>`true`
    case 'acquainted':
      return sql<boolean>`(found.shares OR a.user_id = ${viewer} OR EXISTS (SELECT 1 FROM membership t
        WHERE t.user_id = a.user_id AND t.membership = 'join' AND t.room_nid + 0 = ANY(${scope.openRoomNids}::int4[])))`
    case 'organisation':
      return sql<boolean>`(found.shares OR a.organisation_nid IS NOT DISTINCT FROM ${scope.organisationNid}::int4
        OR EXISTS (SELECT 1 FROM directory_key k WHERE k.key = ${wanted.phrase} AND k.user_nid = a.user_nid)
        OR EXISTS (SELECT 1 FROM account_address e WHERE e.address = ${wanted.address ?? ''} AND e.user_nid = a.user_nid))`
  }
}

/** The first people whose keys are to be made, and the rows that say so; both empty when nobody is due. */
export async function listDue(tx: Tx, limit: number): Promise<{ dueNids: number[]; people: DuePerson[] }> {
  const due = await tx.selectFrom('directory_due').selectAll().orderBy('due_nid').limit(limit).execute()
  const userIds = [...new Set(due.map((row) => row.user_id))]
  if (userIds.length === 0) return { dueNids: [], people: [] }
  const rows = await sql<DuePerson>`SELECT a.user_nid AS "userNid", a.user_id AS "userId",
      p.displayname AS "displayName", a.organisation_nid AS "organisationNid", ${LISTED} AS "isListed",
      coalesce(j.title, '') AS title, coalesce(j.service, '') AS service
    FROM account a LEFT JOIN profile p ON p.user_id = a.user_id LEFT JOIN account_job j ON j.user_nid = a.user_nid WHERE a.user_id = ANY(${userIds}::text[])`.execute(tx)
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
