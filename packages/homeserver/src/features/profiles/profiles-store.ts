// SQL of profiles.
import { AVAILABILITY_FIELD } from '@chappe/core'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A profile as it is stored; `fields` is JSON text. */
export interface ProfileRow {
  displayname: string | null
  avatarUrl: string | null
  fields: string
}

/** The profile of an account, empty when it has none; nothing when there is no such open account. */
export async function findProfile(db: Db, userId: string): Promise<ProfileRow | undefined> {
  const row = await db
    .selectFrom('account')
    .leftJoin('profile', 'profile.user_id', 'account.user_id')
    .select(['profile.displayname', 'profile.avatar_url', 'profile.fields'])
    .where('account.user_id', '=', userId)
    .where('account.state', '!=', 'closed')
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { displayname: row.displayname, avatarUrl: row.avatar_url, fields: row.fields ?? '{}' }
}

/** Those of some users whose profile says when they are to be reached; `fields` is JSON text. */
export async function listSayingWhen(db: Db, userIds: readonly string[]): Promise<{ userNid: number; userId: string; fields: string }[]> {
  const { rows } = await sql<{ userNid: number; userId: string; fields: string }>`SELECT a.user_nid AS "userNid", a.user_id AS "userId", p.fields
    FROM account a JOIN profile p ON p.user_id = a.user_id
    WHERE a.user_id = ANY(${userIds}::text[]) AND a.state <> 'closed' AND position(${AVAILABILITY_FIELD} IN p.fields) > 0`.execute(db)
  return rows
}

/** Makes an empty profile where there is none, and locks it until the transaction ends. */
export async function lockProfile(tx: Tx, userId: string): Promise<ProfileRow> {
  await tx.insertInto('profile').values({ user_id: userId }).onConflict((conflict) => conflict.doNothing()).execute()
  const row = await tx
    .selectFrom('profile')
    .select(['displayname', 'avatar_url', 'fields'])
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { displayname: row.displayname, avatarUrl: row.avatar_url, fields: row.fields }
}

/** Writes a locked profile back. */
export async function updateProfile(tx: Tx, userId: string, profile: ProfileRow): Promise<void> {
  await tx
    .updateTable('profile')
    .set({ displayname: profile.displayname, avatar_url: profile.avatarUrl, fields: profile.fields })
    .where('user_id', '=', userId)
    .execute()
}
