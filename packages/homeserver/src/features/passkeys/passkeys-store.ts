// SQL of passkeys and of what they are asked to sign.
import type { Standing } from '@chappe/policy'
import { sql } from 'kysely'
import type { Followers } from '../../db/clause.ts'
import { KEPT } from '../../db/kept.ts'
import { MAY_SIGN_IN } from '../../db/may-sign-in.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { PasskeyChallengeTable } from './passkeys-tables.ts'

/** A passkey as its owner sees it; times in milliseconds since 1970. */
export interface Passkey {
  passkeyNid: number
  name: string
  isBackedUp: boolean
  createdAtMs: number
  lastUsedAtMs: number | undefined
  /** When a copy of it seems to have been used. */
  copySeenAtMs: number | undefined
}

/** A passkey as it is checked, with its owner. */
export interface CheckedPasskey {
  passkeyNid: number
  userId: string
  userNid: number
  credentialId: Buffer
  publicKey: Buffer
  counter: number
}

/** What somebody's authenticators are known by. */
export interface Credential {
  credentialId: Buffer
  transports: readonly string[]
}

/** The passkeys of an account, the first one first. */
export async function listPasskeysOf(db: Db | Tx, userNid: number): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('passkey')
    .select(['passkey_nid', 'name', 'is_backed_up', 'created_at_ms', 'last_used_at_ms', 'copy_seen_at_ms'])
    .where('user_nid', '=', userNid)
    .orderBy('passkey_nid')
    .execute()
  return rows.map((row) => ({
    passkeyNid: row.passkey_nid,
    name: row.name,
    isBackedUp: row.is_backed_up,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms ?? undefined,
    copySeenAtMs: row.copy_seen_at_ms ?? undefined,
  }))
}

/** What the authenticators of an account are known by. */
export async function listCredentialsOf(db: Db, userNid: number): Promise<Credential[]> {
  const query = db.selectFrom('passkey').select(['credential_id', 'transports']).where('user_nid', '=', userNid).orderBy('passkey_nid')
  return (await query.execute()).map((row) => ({ credentialId: row.credential_id, transports: row.transports }))
}

/** Locks the passkeys of an account, so that nobody adds or removes one meanwhile; gives back how many there are. */
export async function lockPasskeysOf(tx: Tx, userNid: number): Promise<number> {
  await tx.selectFrom('account').select('user_nid').where('user_nid', '=', userNid).forNoKeyUpdate().execute()
  const row = await tx.selectFrom('passkey').select(sql<number>`count(*)::integer`.as('count')).where('user_nid', '=', userNid).executeTakeFirst()
  return row?.count ?? 0
}

/** Stores a passkey; false where there is one of that credential id already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Omit<CheckedPasskey, 'passkeyNid' | 'userId'> & { transports: readonly string[]; isBackedUp: boolean; name: string; now: number },
): Promise<boolean> {
  const row = await tx
    .insertInto('passkey')
    .values({
      user_nid: passkey.userNid,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      is_backed_up: passkey.isBackedUp,
      name: passkey.name,
      created_at_ms: passkey.now,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('passkey_nid')
    .executeTakeFirst()
  return row !== undefined
}

/** A use of a passkey. */
export interface PasskeyUse {
  passkeyNid: number
  counter: number
  isBackedUp: boolean
  now: number
}

/**
 * Notes a use, and says where the account of the passkey stands. Nothing where the counter has been passed by now, so that of
 * two uses of one value only one counts. `followers`: what begins with it where the account may sign in, standing on `let_in`.
 */
export async function setPasskeyUsed(db: Db, use: PasskeyUse, followers?: Followers): Promise<Required<Standing> | undefined> {
  const { passkeyNid, counter, isBackedUp, now } = use
  const { rows } = await sql<Required<Standing>>`${sql.raw(KEPT)} WITH used AS (
      UPDATE passkey p SET counter = ${counter}, is_backed_up = ${isBackedUp}, last_used_at_ms = ${now}
      FROM account a WHERE a.user_nid = p.user_nid AND p.passkey_nid = ${passkeyNid}
        AND (p.counter < ${counter}::bigint OR (p.counter = 0 AND ${counter}::bigint = 0))
      RETURNING a.user_nid, a.state, a.is_suspended, a.is_locked, a.must_enrol, a.account_type)${followers === undefined ? sql`` : sql`,
    let_in AS (
      SELECT user_nid FROM used WHERE ${MAY_SIGN_IN}),
    ${followers}`}
    SELECT state, is_suspended AS "isSuspended", is_locked AS "isLocked", must_enrol AS "mustEnrol", account_type AS "accountType" FROM used`.execute(db)
  return rows[0]
}

/** Notes that a copy of a passkey seems to have been used. */
export async function setPasskeyCopySeen(db: Db, passkeyNid: number, now: number): Promise<void> {
  await db.updateTable('passkey').set({ copy_seen_at_ms: now }).where('passkey_nid', '=', passkeyNid).execute()
}

/** Renames a passkey of an account; false where it has none of that number. */
export async function setPasskeyName(db: Db, passkey: { userNid: number; passkeyNid: number; name: string }): Promise<boolean> {
  const { userNid, passkeyNid, name } = passkey
  const query = db.updateTable('passkey').set({ name }).where('user_nid', '=', userNid).where('passkey_nid', '=', passkeyNid)
  return (await query.returning('passkey_nid').executeTakeFirst()) !== undefined
}

/** Deletes a passkey of an account; false where it has none of that number. */
export async function deletePasskey(tx: Tx, userNid: number, passkeyNid: number): Promise<boolean> {
  const query = tx.deleteFrom('passkey').where('user_nid', '=', userNid).where('passkey_nid', '=', passkeyNid)
  return (await query.returning('passkey_nid').executeTakeFirst()) !== undefined
}

/** Deletes every passkey of an account. */
export async function deletePasskeysOf(db: Db | Tx, userNid: number): Promise<void> {
  await db.deleteFrom('passkey').where('user_nid', '=', userNid).execute()
}

/** What an authenticator is asked to sign, and for what. */
export type Challenge = Pick<PasskeyChallengeTable, 'challenge' | 'purpose' | 'user_nid' | 'target' | 'expires_at_ms'>

/** Stores a challenge; gives back how many there have been. */
export async function insertChallenge(db: Db, challenge: Challenge): Promise<number> {
  const { rows } = await sql<{ number: number }>`${sql.raw(KEPT)} INSERT INTO passkey_challenge (challenge, purpose, user_nid, target, expires_at_ms)
    VALUES (${challenge.challenge}, ${challenge.purpose}, ${challenge.user_nid}, ${challenge.target}, ${challenge.expires_at_ms})
    RETURNING number`.execute(db)
  return rows[0]?.number ?? 0
}

/** Drops challenges that are over, and those from `upTo` on back, which are too many; the oldest first, at most `max`. */
export async function deleteOldChallenges(db: Db, { now, upTo, max }: { now: number; upTo: number; max: number }): Promise<void> {
  await sql`
    WITH oldest AS (SELECT number, expires_at_ms FROM passkey_challenge ORDER BY number LIMIT ${max} FOR UPDATE SKIP LOCKED)
    DELETE FROM passkey_challenge USING oldest
    WHERE passkey_challenge.number = oldest.number AND (oldest.expires_at_ms <= ${now} OR oldest.number <= ${upTo})`.execute(db)
}

/** A challenge that was taken, and the passkey that is to have signed it, whoever owns that. */
export interface TakenChallenge extends Challenge {
  passkey: CheckedPasskey | undefined
}

/** Takes a challenge: whoever asks again finds none. `credentialId`: the passkey to look up with it. */
export async function takeChallenge(db: Db, challenge: string, credentialId: Buffer): Promise<TakenChallenge | undefined> {
  const { rows } = await sql<Challenge & Partial<CheckedPasskey>>`${sql.raw(KEPT)}
    WITH taken AS (DELETE FROM passkey_challenge WHERE challenge = ${challenge} RETURNING challenge, purpose, user_nid, target, expires_at_ms)
    SELECT taken.*, p.passkey_nid AS "passkeyNid", a.user_id AS "userId", a.user_nid AS "userNid",
      p.credential_id AS "credentialId", p.public_key AS "publicKey", p.counter
    FROM taken LEFT JOIN (passkey p JOIN account a USING (user_nid)) ON p.credential_id = ${credentialId}`.execute(db)
  const [row] = rows
  return row === undefined ? undefined : { ...row, passkey: isPasskey(row) ? row : undefined }
}

function isPasskey(row: Partial<CheckedPasskey>): row is CheckedPasskey {
  return typeof row.passkeyNid === 'number'
}
