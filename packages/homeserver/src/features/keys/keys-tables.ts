// Row types of device keys, one-time keys, cross-signing and device lists.
import type { Generated } from 'kysely'

/** See migration 0040. */
export interface DeviceKeyTable {
  device_nid: number
  body: string
  signatures: string
}

/** See migration 0041. */
export interface OneTimeKeyBatchTable {
  device_nid: number
  algorithm: string
  batch: Generated<number>
  keys: Buffer
  ends: number[]
  size: number
  taken: Generated<number>
}

/** See migration 0042. */
export interface FallbackKeyTable {
  device_nid: number
  algorithm: string
  key_id: string
  body: string
  used: Generated<boolean>
}

/** What a cross-signing key is for. */
export type CrossSigningUsage = 'master' | 'self_signing' | 'user_signing'

/** See migration 0043. */
export interface CrossSigningKeyTable {
  user_id: string
  usage: CrossSigningUsage
  public_key: string
  body: string
  signatures: string
}

/** See migration 0044. */
export interface KeySignatureTable {
  target_user_id: string
  target_key: string
  signer_user_id: string
  signer_key_id: string
  signature: string
  position: number
}

/** See migration 0046. */
export interface DeviceListChangeTable {
  user_id: string
  position: number
}

/** The tables of this feature. */
export interface KeysTables {
  device_key: DeviceKeyTable
  one_time_key_batch: OneTimeKeyBatchTable
  fallback_key: FallbackKeyTable
  cross_signing_key: CrossSigningKeyTable
  key_signature: KeySignatureTable
  device_list_change: DeviceListChangeTable
}
