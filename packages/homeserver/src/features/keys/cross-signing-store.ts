// SQL of cross-signing keys and of signatures that were added to keys.
import type { AccountState } from '@chappe/policy'
import { statesThatAre } from '@chappe/policy'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'
import type { CrossSigningKeyTable, CrossSigningUsage } from './keys-tables.ts'

const KEYED = statesThatAre('isKeyed')

/** A cross-signing key as it is stored. */
export interface StoredCrossSigningKey {
  userId: string
  usage: CrossSigningUsage
  publicKey: string
  body: string
  signatures: string
}

/** A signature that came after the key it signs. */
export interface StoredSignature {
  targetUserId: string
  targetKey: string
  signerUserId: string
  signerKeyId: string
  signature: string
}

/** The cross-signing keys of the users, as others see them: who is stopped has none. */
export async function listShownCrossSigningKeys(db: Db, userIds: readonly string[]): Promise<StoredCrossSigningKey[]> {
  const rows = await db
    .selectFrom('cross_signing_key')
    .innerJoin('account', 'account.user_id', 'cross_signing_key.user_id')
    .selectAll('cross_signing_key')
    .where('cross_signing_key.user_id', '=', sql<string>`any(${userIds}::text[])`)
    .where('account.state', '=', sql<AccountState>`any(${KEYED}::text[])`)
    .execute()
  return rows.map(storedOf)
}

/** The cross-signing keys of the users. */
export async function listCrossSigningKeys(db: Db | Tx, userIds: readonly string[]): Promise<StoredCrossSigningKey[]> {
  const rows = await db
    .selectFrom('cross_signing_key')
    .selectAll()
    .where('user_id', '=', sql<string>`any(${userIds}::text[])`)
    .execute()
  return rows.map(storedOf)
}

function storedOf(row: CrossSigningKeyTable): StoredCrossSigningKey {
  return { userId: row.user_id, usage: row.usage, publicKey: row.public_key, body: row.body, signatures: row.signatures }
}

/** Removes every cross-signing key of a user, and every signature by or on any of their keys. */
export async function deleteKeysOfUser(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('cross_signing_key').where('user_id', '=', userId).execute()
  await tx.deleteFrom('key_signature').where('target_user_id', '=', userId).execute()
  await tx.deleteFrom('key_signature').where('signer_user_id', '=', userId).execute()
}

/** Lets one change of a user's cross-signing keys go on at a time. */
export async function lockCrossSigning(tx: Tx, userId: string): Promise<void> {
  await tx.selectFrom('account').select('user_nid').where('user_id', '=', userId).forNoKeyUpdate().execute()
}

/** Stores or replaces a cross-signing key. */
export async function upsertCrossSigningKey(tx: Tx, key: StoredCrossSigningKey): Promise<void> {
  const { publicKey: public_key, body, signatures } = key
  await tx
    .insertInto('cross_signing_key')
    .values({ user_id: key.userId, usage: key.usage, public_key, body, signatures })
    .onConflict((conflict) => conflict.columns(['user_id', 'usage']).doUpdateSet({ public_key, body, signatures }))
    .execute()
}

/** Removes a cross-signing key that is not valid any more, with the signatures by it and on it. */
export async function deleteCrossSigningKey(tx: Tx, key: StoredCrossSigningKey): Promise<void> {
  await tx.deleteFrom('cross_signing_key').where('user_id', '=', key.userId).where('usage', '=', key.usage).execute()
  await deleteSignaturesOn(tx, key.userId, key.publicKey)
  await deleteSignaturesBy(tx, key.userId, `ed25519:${key.publicKey}`)
}

/** Removes the added signatures on a key. */
export async function deleteSignaturesOn(tx: Tx, userId: string, targetKey: string): Promise<void> {
  await tx.deleteFrom('key_signature').where('target_user_id', '=', userId).where('target_key', '=', targetKey).execute()
}

/** Removes the added signatures by a key. */
export async function deleteSignaturesBy(tx: Tx, userId: string, signerKeyId: string): Promise<void> {
  await tx
    .deleteFrom('key_signature')
    .where('signer_user_id', '=', userId)
    .where('signer_key_id', '=', signerKeyId)
    .execute()
}

/** The added signatures on keys of the users that `viewerId` may see: the users' own, and the viewer's. */
export async function listSignatures(db: Db, userIds: readonly string[], viewerId: string): Promise<StoredSignature[]> {
  const rows = await db
    .selectFrom('key_signature')
    .selectAll()
    .where('target_user_id', '=', sql<string>`any(${userIds}::text[])`)
    .where((eb) => eb.or([eb('signer_user_id', '=', eb.ref('target_user_id')), eb('signer_user_id', '=', viewerId)]))
    .execute()
  return rows.map((row) => ({
    targetUserId: row.target_user_id,
    targetKey: row.target_key,
    signerUserId: row.signer_user_id,
    signerKeyId: row.signer_key_id,
    signature: row.signature,
  }))
}

/** Stores signatures of one signer. */
export async function upsertSignatures(tx: Tx, signatures: readonly StoredSignature[], position: number): Promise<void> {
  if (signatures.length === 0) return
  await tx
    .insertInto('key_signature')
    .values(
      signatures.map((each) => ({
        target_user_id: each.targetUserId,
        target_key: each.targetKey,
        signer_user_id: each.signerUserId,
        signer_key_id: each.signerKeyId,
        signature: each.signature,
        position,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['target_user_id', 'target_key', 'signer_user_id', 'signer_key_id'])
        .doUpdateSet((eb) => ({ signature: eb.ref('excluded.signature'), position: eb.ref('excluded.position') })),
    )
    .execute()
}
