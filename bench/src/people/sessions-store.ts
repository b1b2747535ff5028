// Gives an account sessions in Chappe's database directly: a hundred logins would be a hundred password hashes a round.

import { createHash, randomBytes } from 'node:crypto'
import type { Target } from '../targets/target.ts'
import { withDatabase } from './database-store.ts'

/** Makes devices of an account, each with an access token; gives the tokens back. */
export async function insertSessions(target: Target, userId: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => `ct_${randomBytes(30).toString('base64url')}`)
  const deviceIds = tokens.map((_, index) => `BENCH${index}`)
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest())
  await withDatabase(target, async (client) => {
    await client.query(
      `WITH made AS (
        INSERT INTO device (user_nid, device_id)
        SELECT a.user_nid, d.device_id FROM account a, unnest($2::text[]) d (device_id) WHERE a.user_id = $1
        RETURNING device_nid, device_id)
      INSERT INTO access_token (token_hash, device_nid)
      SELECT t.hash, made.device_nid FROM made JOIN unnest($2::text[], $3::bytea[]) t (device_id, hash) USING (device_id)`,
      [userId, deviceIds, hashes])
  })
  return tokens
}

/** Gives somebody a role at the desk. Before their first call: a session that is known keeps what it was. */
export async function insertRole(target: Target, userId: string, role: string): Promise<void> {
  await withDatabase(target, async (client) => {
    await client.query('INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, $2, 0 FROM account WHERE user_id = $1 ON CONFLICT DO NOTHING', [userId, role])
  })
}

/** Gives accounts a passkey each, whose public halves are COSE keys. */
export async function insertPasskeys(target: Target, passkeys: readonly { userId: string; credentialId: Buffer; publicKey: Buffer }[]): Promise<void> {
  await withDatabase(target, async (client) => {
    await client.query(
      `INSERT INTO passkey (user_nid, credential_id, public_key, counter, transports, is_backed_up, name, created_at_ms)
      SELECT a.user_nid, p.credential_id, p.public_key, 0, '{}', false, 'Bench', 0
      FROM unnest($1::text[], $2::bytea[], $3::bytea[]) p (user_id, credential_id, public_key) JOIN account a USING (user_id)`,
      [passkeys.map(({ userId }) => userId), passkeys.map(({ credentialId }) => credentialId), passkeys.map(({ publicKey }) => publicKey)])
  })
}
