// SQL of the sessions of browsers. Only hashes of cookies come here.
import type { Standing } from '@chappe/policy'
import { sql } from 'kysely'
import type { Followers } from '../../db/clause.ts'
import { KEPT } from '../../db/kept.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { WebMethod, WebOrigin } from '../../web-session.ts'

/** A session with the state of its account. */
export interface StoredWebSession extends Standing {
  userId: string
  userNid: number
  createdAtMs: number
  seenAtMs: number
  authenticatedAtMs: number
  methods: readonly WebMethod[]
}

/** The session of a cookie's hash. */
export async function findWebSession(db: Db, hash: Buffer): Promise<StoredWebSession | undefined> {
  const { rows } = await sql<StoredWebSession>`${sql.raw(KEPT)} SELECT a.user_id AS "userId", a.user_nid AS "userNid", a.state,
      a.is_suspended AS "isSuspended", a.is_locked AS "isLocked", a.must_enrol AS "mustEnrol", s.created_at_ms AS "createdAtMs",
      s.seen_at_ms AS "seenAtMs", s.authenticated_at_ms AS "authenticatedAtMs", s.methods
    FROM web_session s JOIN account a USING (user_nid) WHERE s.token_hash = ${hash}`.execute(db)
  return rows[0]
}

/** A session to store. */
export interface NewWebSession {
  hash: Buffer
  now: number
  methods: readonly WebMethod[]
  from: WebOrigin
}

/** Stores a session; of an account that has more than `max`, those that began first go. */
export async function insertWebSession(db: Db, userNid: number, session: NewWebSession, max: number): Promise<void> {
  await sql`${sql.raw(KEPT)} WITH let_in AS (SELECT ${userNid}::integer AS user_nid), ${webSessionOfLetIn(session, max)} SELECT 1`.execute(db)
}

/** The same for whoever `let_in` names, as a part of a statement: one row with a `user_nid`, or none. */
export function webSessionOfLetIn({ hash, now, methods, from }: NewWebSession, max: number): Followers {
  return sql`over AS (
      DELETE FROM web_session WHERE token_hash IN (
        SELECT token_hash FROM web_session JOIN let_in USING (user_nid) ORDER BY created_at_ms DESC, token_hash OFFSET ${max - 1}::integer)),
    begun AS (
      INSERT INTO web_session (token_hash, user_nid, created_at_ms, seen_at_ms, authenticated_at_ms, methods, ip, agent)
      SELECT ${hash}::bytea, user_nid, ${now}::bigint, ${now}::bigint, ${now}::bigint, ${[...methods]}::text[], ${from.ip}::text, ${from.agent}::text FROM let_in)`
}

/** Notes that a session was seen. */
export async function setWebSessionSeen(db: Db, hash: Buffer, now: number): Promise<void> {
  await db.updateTable('web_session').set({ seen_at_ms: now }).where('token_hash', '=', hash).execute()
}

/** Notes that its owner has proved to be there. */
export async function setWebSessionProved(db: Db, hash: Buffer, proof: { now: number; method: WebMethod }): Promise<void> {
  await db
    .updateTable('web_session')
    .set({
      authenticated_at_ms: proof.now,
      methods: sql<WebMethod[]>`array_append(array_remove(methods, ${proof.method}), ${proof.method})`,
    })
    .where('token_hash', '=', hash)
    .execute()
}

/** Ends a session. */
export async function deleteWebSession(db: Db, hash: Buffer): Promise<void> {
  await db.deleteFrom('web_session').where('token_hash', '=', hash).execute()
}

/** Ends every session of an account. */
export async function deleteWebSessionsOf(db: Db | Tx, userId: string): Promise<void> {
  await sql`
    DELETE FROM web_session USING account
    WHERE web_session.user_nid = account.user_nid AND account.user_id = ${userId}`.execute(db)
}
