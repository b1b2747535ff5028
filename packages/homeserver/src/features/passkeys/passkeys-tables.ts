// Row types of passkeys.
import type { Generated } from 'kysely'

/** See migration 0292. */
export interface PasskeyTable {
  passkey_nid: Generated<number>
  user_nid: number
  credential_id: Buffer
  public_key: Buffer
  counter: number
  transports: string[]
  is_backed_up: boolean
  name: string
  created_at_ms: number
  last_used_at_ms: Generated<number | null>
  copy_seen_at_ms: Generated<number | null>
}

/** See migration 0294. */
export interface PasskeyChallengeTable {
  challenge: string
  number: Generated<number>
  purpose: 'register' | 'sign_in' | 'touch'
  user_nid: number | null
  target: string | null
  expires_at_ms: number
}

/** The tables of this feature. */
export interface PasskeysTables {
  passkey: PasskeyTable
  passkey_challenge: PasskeyChallengeTable
}
