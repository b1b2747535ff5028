// SQL of registration tokens.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** A token as it is stored; null: no bound. */
export interface StoredToken {
  token: string
  usesAllowed: number | null
  completed: number
  expiresAtMs: number | null
}

const COLUMNS = sql.raw('token, uses_allowed AS "usesAllowed", completed, expires_at_ms AS "expiresAtMs"')

/** Tokens by name, at most `limit`. */
export async function listTokens(db: Db, limit: number): Promise<StoredToken[]> {
  const result = await sql<StoredToken>`SELECT ${COLUMNS} FROM registration_token ORDER BY token LIMIT ${limit}`.execute(db)
  return result.rows
}

/** One token. */
export async function findToken(db: Db, token: string): Promise<StoredToken | undefined> {
  const result = await sql<StoredToken>`SELECT ${COLUMNS} FROM registration_token WHERE token = ${token}`.execute(db)
  return result.rows[0]
}

/** Stores a token; false where there is one of that name. */
export async function insertToken(db: Db, token: StoredToken): Promise<boolean> {
  const result = await db
    .insertInto('registration_token')
    .values({ token: token.token, uses_allowed: token.usesAllowed, completed: 0, expires_at_ms: token.expiresAtMs })
    .onConflict((conflict) => conflict.column('token').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Replaces the bounds of a token; false where there is none. */
export async function updateToken(db: Db, token: Omit<StoredToken, 'completed'>): Promise<boolean> {
  const result = await db
    .updateTable('registration_token')
    .set({ uses_allowed: token.usesAllowed, expires_at_ms: token.expiresAtMs })
    .where('token', '=', token.token)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Removes a token; false where there is none. */
export async function deleteToken(db: Db, token: string): Promise<boolean> {
  const result = await db.deleteFrom('registration_token').where('token', '=', token).executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Uses a token once; false where it is not good (any more). */
export async function spendToken(tx: Tx, token: string, now: number): Promise<boolean> {
  const result = await sql`
    UPDATE registration_token SET completed = completed + 1
    WHERE token = ${token} AND (uses_allowed IS NULL OR completed < uses_allowed) AND (expires_at_ms IS NULL OR expires_at_ms > ${now})
    RETURNING 1
  `.execute(tx)
  return result.rows.length === 1
}
