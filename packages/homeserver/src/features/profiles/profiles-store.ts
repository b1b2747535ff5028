// SQL of profiles.
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
