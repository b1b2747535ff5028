// SQL of the OAuth 2.0 provider. Of what its holder shows, only hashes come here.
import type { Standing } from '@chappe/policy'
import { sql } from 'kysely'
import type { Clause } from '../../db/clause.ts'
import { KEPT } from '../../db/kept.ts'
import type { Db, Tx } from '../../db/pool.ts'

/** A client as it registered. */
export interface StoredClient {
  clientId: string
  /** JSON. */
  metadata: string
}

/** Stores a client, or finds the one that registered the same before. */
export async function upsertClient(
  db: Db,
  client: StoredClient & { metadataHash: Buffer; now: number },
): Promise<{ clientId: string; isNew: boolean }> {
  const row = await db
    .insertInto('oauth_client')
    .values({
      client_id: client.clientId,
      metadata: client.metadata,
      metadata_hash: client.metadataHash,
      last_used_at_ms: client.now,
    })
    .onConflict((conflict) => conflict.column('metadata_hash').doUpdateSet({ last_used_at_ms: client.now }))
    .returning('client_id')
    .executeTakeFirstOrThrow()
  return { clientId: row.client_id, isNew: row.client_id === client.clientId }
}

/** The client that registered the very same metadata. */
export async function findClientByHash(db: Db, metadataHash: Buffer): Promise<string | undefined> {
  const row = await db.selectFrom('oauth_client').select('client_id').where('metadata_hash', '=', metadataHash).executeTakeFirst()
  return row?.client_id
}

/** A client. */
export async function findClient(db: Db, clientId: string): Promise<StoredClient | undefined> {
  const row = await db.selectFrom('oauth_client').select(['client_id', 'metadata']).where('client_id', '=', clientId).executeTakeFirst()
  return row === undefined ? undefined : { clientId: row.client_id, metadata: row.metadata }
}

/** Takes a client away. */
export async function deleteClient(db: Db, clientId: string): Promise<void> {
  await db.deleteFrom('oauth_client').where('client_id', '=', clientId).execute()
}

/** "The server MUST NOT delete client registrations that have an active session." At most a thousand at once. */
export async function deleteUnusedClients(db: Db, before: number): Promise<void> {
  await sql`
    DELETE FROM oauth_client WHERE client_id IN (
      SELECT client_id FROM oauth_client WHERE last_used_at_ms < ${before}
        AND NOT EXISTS (SELECT 1 FROM refresh_chain WHERE refresh_chain.client_id = oauth_client.client_id)
      ORDER BY last_used_at_ms LIMIT 1000
    )`.execute(db)
}

/** What a sign-in under way leaves behind. */
export interface StoredArtifact {
  hash: Buffer
  userId: string | null
  payload: string
  expiresAtMs: number
}

/** Stores what a sign-in under way leaves behind, or stores it anew. */
export async function upsertArtifact(db: Db, { hash, userId, payload, expiresAtMs }: StoredArtifact): Promise<void> {
  await sql`${sql.raw(KEPT)} INSERT INTO oauth_artifact (artifact_hash, user_id, payload, expires_at_ms)
    VALUES (${hash}, ${userId}, ${payload}, ${expiresAtMs})
    ON CONFLICT (artifact_hash) DO UPDATE SET user_id = excluded.user_id, payload = excluded.payload, expires_at_ms = excluded.expires_at_ms`.execute(db)
}

/** An artifact that has not expired. */
export async function findArtifact(db: Db, hash: Buffer, now: number): Promise<{ payload: string; isConsumed: boolean } | undefined> {
  const { rows } = await sql<{ payload: string; isConsumed: boolean }>`${sql.raw(KEPT)} SELECT payload, is_consumed AS "isConsumed"
    FROM oauth_artifact WHERE artifact_hash = ${hash} AND expires_at_ms > ${now}`.execute(db)
  return rows[0]
}

/** Spends an artifact; false when it was spent before, or is none. */
export async function consumeArtifact(db: Db | Tx, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`${sql.raw(KEPT)} UPDATE oauth_artifact SET is_consumed = true
    WHERE artifact_hash = ${hash} AND NOT is_consumed RETURNING 1`.execute(db)
  return rows.length > 0
}

/** Gives a row, and locks it, where an artifact is there, was not spent, and is nobody else's at this moment. */
export function holdArtifact(hash: Buffer): Clause {
  return (when) => sql`SELECT 1 FROM oauth_artifact WHERE artifact_hash = ${hash} AND NOT is_consumed AND ${when} FOR UPDATE SKIP LOCKED`
}

/** Spends what the former holds. */
export function spendArtifact(hash: Buffer): Clause {
  return (when) => sql`UPDATE oauth_artifact SET is_consumed = true WHERE artifact_hash = ${hash} AND ${when}`
}

/** Spends an artifact; says whether it was spent before, and nothing where there is none. */
export async function takeArtifact(tx: Tx, hash: Buffer): Promise<{ wasSpent: boolean } | undefined> {
  const { rows } = await sql<{ wasSpent: boolean }>`${sql.raw(KEPT)} UPDATE oauth_artifact SET is_consumed = true
    FROM (SELECT artifact_hash, is_consumed FROM oauth_artifact WHERE artifact_hash = ${hash} FOR UPDATE) AS before
    WHERE oauth_artifact.artifact_hash = before.artifact_hash RETURNING before.is_consumed AS "wasSpent"`.execute(tx)
  return rows[0]
}

/** Takes an artifact away. */
export async function deleteArtifact(db: Db, hash: Buffer): Promise<void> {
  await db.deleteFrom('oauth_artifact').where('artifact_hash', '=', hash).execute()
}

/** Takes away what has expired. */
export async function deleteExpiredArtifacts(db: Db, now: number): Promise<void> {
  await db.deleteFrom('oauth_artifact').where('expires_at_ms', '<', now).execute()
}

/** Ends every sign-in of an account that is under way, and what it allowed. */
export async function deleteSignInsOf(tx: Tx, userNid: number): Promise<void> {
  await sql`
    DELETE FROM oauth_artifact USING account
    WHERE oauth_artifact.user_id = account.user_id AND account.user_nid = ${userNid}`.execute(tx)
  await tx.deleteFrom('oauth_consent').where('user_nid', '=', userNid).execute()
  await tx.deleteFrom('cross_signing_permission').where('user_nid', '=', userNid).execute()
  await tx.deleteFrom('device_grant').where('shown_by', '=', userNid).execute()
}

/** What somebody let a client do. */
export interface StoredConsent {
  userNid: number
  clientId: string
  scope: string
  ip: string
  now: number
}

/** Writes down what somebody let a client do. */
export async function upsertConsent(db: Db, { userNid, clientId, scope, ip, now }: StoredConsent): Promise<void> {
  await sql`INSERT INTO oauth_consent (user_nid, client_id, scope, ip, granted_at_ms) VALUES (${userNid}, ${clientId}, ${scope}, ${ip}, ${now})
    ON CONFLICT (user_nid, client_id) DO UPDATE SET scope = excluded.scope, ip = excluded.ip, granted_at_ms = excluded.granted_at_ms`.execute(db)
}

/**
 * The same, and stores the code that comes of it in the place of the interaction. False, and
 * nothing is written, where the interaction is not there any more.
 */
export async function insertDecided(db: Db, decided: { consent: StoredConsent; code: StoredArtifact; interaction: Buffer }): Promise<boolean> {
  const { consent: { userNid, clientId, scope, ip, now }, code: { hash, userId, payload, expiresAtMs } } = decided
  const { rows } = await sql`${sql.raw(KEPT)} WITH gone AS (DELETE FROM oauth_artifact WHERE artifact_hash = ${decided.interaction} RETURNING 1),
    allowed AS (
      INSERT INTO oauth_consent (user_nid, client_id, scope, ip, granted_at_ms)
      SELECT ${userNid}::integer, ${clientId}::text, ${scope}::text, ${ip}::text, ${now}::bigint FROM gone
      ON CONFLICT (user_nid, client_id) DO UPDATE SET scope = excluded.scope, ip = excluded.ip, granted_at_ms = excluded.granted_at_ms)
    INSERT INTO oauth_artifact (artifact_hash, user_id, payload, expires_at_ms)
    SELECT ${hash}::bytea, ${userId}::text, ${payload}::text, ${expiresAtMs}::bigint FROM gone RETURNING 1`.execute(db)
  return rows.length > 0
}

/** Lets an account replace its cross-signing keys until then. */
export async function setCrossSigningPermission(db: Db, userNid: number, untilMs: number): Promise<void> {
  await db
    .insertInto('cross_signing_permission')
    .values({ user_nid: userNid, until_ms: untilMs })
    .onConflict((conflict) => conflict.column('user_nid').doUpdateSet({ until_ms: untilMs }))
    .execute()
}

/** Spends the permission; false where there is none that counts. */
export async function takeCrossSigningPermission(db: Db, userNid: number, now: number): Promise<boolean> {
  const row = await db.deleteFrom('cross_signing_permission').where('user_nid', '=', userNid).returning('until_ms').executeTakeFirst()
  return row !== undefined && row.until_ms > now
}

/** Whose an identity at another provider is. */
export interface UpstreamOwner extends Standing {
  userId: string
  userNid: number
  /** The id of the organisation of the account, where it has one. */
  organisation: string | null
}

/** The account that an identity is linked with. */
export async function findUpstreamOwner(db: Db, identity: { issuer: string; subject: string }): Promise<UpstreamOwner | undefined> {
  const row = await db
    .selectFrom('upstream_identity')
    .innerJoin('account', 'account.user_nid', 'upstream_identity.user_nid')
    .leftJoin('organisation', 'organisation.organisation_nid', 'account.organisation_nid')
    .select(['account.user_id', 'account.user_nid', 'account.state', 'account.is_suspended', 'account.is_locked', 'account.must_enrol', 'organisation.organisation_id'])
    .where('upstream_identity.issuer', '=', identity.issuer)
    .where('upstream_identity.subject', '=', identity.subject)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { user_id: userId, user_nid: userNid, state, is_suspended: isSuspended, is_locked: isLocked, must_enrol: mustEnrol } = row
  return { userId, userNid, state, isSuspended, isLocked, mustEnrol, organisation: row.organisation_id }
}

/** Links an identity with an account; false when it is somebody's already. */
export async function insertUpstreamIdentity(
  db: Db,
  identity: { issuer: string; subject: string; userNid: number; now: number },
): Promise<boolean> {
  const row = await db
    .insertInto('upstream_identity')
    .values({ issuer: identity.issuer, subject: identity.subject, user_nid: identity.userNid, linked_at_ms: identity.now })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('user_nid')
    .executeTakeFirst()
  return row !== undefined
}
