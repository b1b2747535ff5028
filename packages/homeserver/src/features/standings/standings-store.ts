// SQL of who is in a room, and who they are.
import type { AccountState, EnrolledType } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** How many people of one kind and organisation are in a room; of other servers where there is no kind. */
export interface PeopleGroup {
  accountType: EnrolledType | null
  organisationId: string | null
  organisationName: string | null
  people: number
}

/** Somebody of this server in a room. */
export interface RoomPersonRow {
  userNid: number
  userId: string
  accountType: EnrolledType
  organisationId: string | null
  /** What they do, and in which service; empty where it is not known. */
  title: string
  service: string
  /** The other fields of their profile, as text; nothing where there are none. */
  fields: string | null
}

/** Counts the people who are joined or invited, by kind and organisation. */
export async function countPeople(db: Db, roomNid: number): Promise<PeopleGroup[]> {
  const { rows } = await sql<PeopleGroup>`SELECT a.account_type AS "accountType", o.organisation_id AS "organisationId", o.name AS "organisationName",
      count(*)::int AS people
    FROM membership m LEFT JOIN account a ON a.user_id = m.user_id LEFT JOIN organisation o ON o.organisation_nid = a.organisation_nid
    WHERE m.room_nid = ${roomNid} AND m.membership IN ('join', 'invite') AND a.account_type IS DISTINCT FROM 'exercise'
    GROUP BY a.account_type, o.organisation_id, o.name ORDER BY people DESC, o.organisation_id`.execute(db)
  return rows
}

/** The first people of this server in a room, externals before others. */
export async function listPeople(db: Db, roomNid: number, limit: number): Promise<RoomPersonRow[]> {
  const { rows } = await sql<RoomPersonRow>`SELECT a.user_nid AS "userNid", a.user_id AS "userId", a.account_type AS "accountType", o.organisation_id AS "organisationId",
      coalesce(j.title, '') AS title, coalesce(j.service, '') AS service, CASE WHEN p.fields <> '{}' THEN p.fields END AS fields
    FROM membership m JOIN account a ON a.user_id = m.user_id LEFT JOIN organisation o ON o.organisation_nid = a.organisation_nid
      LEFT JOIN account_job j ON j.user_nid = a.user_nid LEFT JOIN profile p ON p.user_id = a.user_id
    WHERE m.room_nid = ${roomNid} AND m.membership IN ('join', 'invite') AND a.account_type IS DISTINCT FROM 'exercise'
    ORDER BY a.account_type <> 'external', a.user_id LIMIT ${limit}`.execute(db)
  return rows
}

/** Counts the accounts that come into an open room as they like: all in these states, or those of some organisations, but externals, those of drills, and the server's own. */
export async function countAudience(db: Db, { states, serverUserId, organisationIds }: { states: readonly AccountState[]; serverUserId: string; organisationIds: readonly string[] | null }): Promise<number> {
  const { rows } = await sql<{ people: number }>`SELECT count(*)::int AS people FROM account
    WHERE account_type NOT IN ('external', 'exercise') AND state = ANY(${states}) AND NOT is_guest AND user_id <> ${serverUserId}
      AND (${organisationIds}::text[] IS NULL OR organisation_nid IN (SELECT organisation_nid FROM organisation WHERE organisation_id = ANY(${organisationIds}::text[])))`.execute(db)
  return rows[0]?.people ?? 0
}
