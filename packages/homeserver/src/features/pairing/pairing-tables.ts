// Row type of the codes by which two devices of an account find each other.
import type { Generated } from 'kysely'

/** Where a pairing stands. */
export type PairingState = 'open' | 'met' | 'accepted' | 'ended'

/** See migration 0550. */
export interface DevicePairingTable {
  token_hash: Buffer
  user_nid: number
  device_nid: number
  by_waiting: boolean
  device_key: string
  master_key: string
  proof: string
  other_nid: Generated<number | null>
  other_key: Generated<string | null>
  other_master_key: Generated<string | null>
  other_proof: Generated<string | null>
  state: PairingState
  reason: Generated<string | null>
  made_at_ms: number
  expires_at_ms: number
}

/** The tables of this feature. */
export interface PairingTables {
  device_pairing: DevicePairingTable
}
