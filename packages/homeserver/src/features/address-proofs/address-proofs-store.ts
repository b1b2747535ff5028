// SQL of proofs of addresses.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/pool.ts'

/** What is asked for, once and for good. */
export interface NewProof {
  proofId: string
  purpose: string
  address: string
  secretHash: Buffer | null
  codeHash: Buffer | null
  linkHash: Buffer | null
  sendAttempt: number
  createdAtMs: number
  expiresAtMs: number
}

/** A proof as it stands. */
export interface StoredProof {
  proofId: string
  purpose: string
  address: string
  secretHash: Buffer | null
  codeHash: Buffer | null
  linkHash: Buffer | null
  sendAttempt: number
  expiresAtMs: number
  provedAtMs: number | null
}

const COLUMNS = sql.raw(`proof_id AS "proofId", purpose, address, secret_hash AS "secretHash", code_hash AS "codeHash", link_hash AS "linkHash",
  send_attempt AS "sendAttempt", expires_at_ms AS "expiresAtMs", proved_at_ms AS "provedAtMs"`)

/** Two who ask for mails to one address at once are counted one after the other. */
export async function lockAddress(tx: Tx, address: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(260, hashtext(${address}))`.execute(tx)
}

/** How many mails an address was sent, or would have been, since a time. */
export async function countMails(tx: Tx, address: string, sinceMs: number): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    SELECT coalesce(sum(mails), 0)::int AS mails FROM address_proof WHERE address = ${address} AND created_at_ms > ${sinceMs}
  `.execute(tx)
  return rows[0]?.mails ?? 0
}

/** Keeps a new proof; its first mail is counted. */
export async function insertProof(tx: Tx, proof: NewProof): Promise<void> {
  await tx
    .insertInto('address_proof')
    .values({
      proof_id: proof.proofId,
      purpose: proof.purpose,
      address: proof.address,
      secret_hash: proof.secretHash,
      code_hash: proof.codeHash,
      link_hash: proof.linkHash,
      send_attempt: proof.sendAttempt,
      mails: 1,
      created_at_ms: proof.createdAtMs,
      expires_at_ms: proof.expiresAtMs,
    })
    .execute()
}

/** A mail is sent again for a proof: what it holds replaces what the mail before held. */
export async function replaceSecrets(tx: Tx, proofId: string, mail: { codeHash: Buffer | null; linkHash: Buffer | null; sendAttempt: number }): Promise<void> {
  await sql`
    UPDATE address_proof SET code_hash = ${mail.codeHash}, link_hash = ${mail.linkHash}, send_attempt = ${mail.sendAttempt}, mails = mails + 1
    WHERE proof_id = ${proofId}
  `.execute(tx)
}

/** The newest proof of an address that whoever keeps a secret asked for. */
export async function findBySecret(tx: Tx, wish: { purpose: string; address: string; secretHash: Buffer; now: number }): Promise<StoredProof | undefined> {
  const { rows } = await sql<StoredProof>`
    SELECT ${COLUMNS} FROM address_proof WHERE address = ${wish.address} AND purpose = ${wish.purpose} AND secret_hash = ${wish.secretHash}
      AND expires_at_ms > ${wish.now} ORDER BY created_at_ms DESC LIMIT 1
  `.execute(tx)
  return rows[0]
}

/** A proof that is still good. */
export async function findProof(db: Db | Tx, proofId: string, now: number): Promise<StoredProof | undefined> {
  const { rows } = await sql<StoredProof>`SELECT ${COLUMNS} FROM address_proof WHERE proof_id = ${proofId} AND expires_at_ms > ${now}`.execute(db)
  return rows[0]
}

/** The same, locked until the transaction ends, so that one alone uses it. */
export async function lockProof(tx: Tx, proofId: string, now: number): Promise<StoredProof | undefined> {
  const { rows } = await sql<StoredProof>`
    SELECT ${COLUMNS} FROM address_proof WHERE proof_id = ${proofId} AND expires_at_ms > ${now} FOR UPDATE
  `.execute(tx)
  return rows[0]
}

/** Counts a try before it is looked at: nothing where there is no such proof, it is proved, or `max` tries were made. */
export async function takeTry(db: Db, proofId: string, limits: { now: number; max: number }): Promise<StoredProof | undefined> {
  const { rows } = await sql<StoredProof>`
    UPDATE address_proof SET tries = tries + 1
    WHERE proof_id = ${proofId} AND expires_at_ms > ${limits.now} AND tries < ${limits.max} AND proved_at_ms IS NULL
    RETURNING ${COLUMNS}
  `.execute(db)
  return rows[0]
}

/** The address is shown; what the mail held proves nothing a second time. False where somebody else was first. */
export async function setProved(db: Db | Tx, proofId: string, proved: { now: number; secretHash: Buffer | null; expiresAtMs: number }): Promise<boolean> {
  const result = await sql`
    UPDATE address_proof SET proved_at_ms = ${proved.now}, code_hash = NULL, link_hash = NULL,
      secret_hash = coalesce(${proved.secretHash}, secret_hash), expires_at_ms = ${proved.expiresAtMs}
    WHERE proof_id = ${proofId} AND proved_at_ms IS NULL
  `.execute(db)
  return result.numAffectedRows === 1n
}

/** A proof is used. */
export async function deleteProof(tx: Tx, proofId: string): Promise<void> {
  await tx.deleteFrom('address_proof').where('proof_id', '=', proofId).execute()
}

/** Nothing is left to prove for an address. */
export async function deleteProofsOf(db: Db | Tx, address: string): Promise<void> {
  await sql`UPDATE address_proof SET expires_at_ms = 0 WHERE address = ${address}`.execute(db)
}

/** Drops what ended before a time: until then it counts for how many mails an address gets. */
export async function deleteEnded(db: Db, beforeMs: number): Promise<void> {
  await sql`DELETE FROM address_proof WHERE expires_at_ms < ${beforeMs} AND created_at_ms < ${beforeMs}`.execute(db)
}
