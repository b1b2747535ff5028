// Row type of proofs of addresses.
import type { Generated } from 'kysely'

/** See migration 0262. */
export interface AddressProofTable {
  proof_id: string
  purpose: string
  address: string
  secret_hash: Buffer | null
  code_hash: Buffer | null
  link_hash: Buffer | null
  send_attempt: number
  mails: number
  tries: Generated<number>
  created_at_ms: number
  expires_at_ms: number
  proved_at_ms: Generated<number | null>
}

/** The tables of this feature. */
export interface AddressProofsTables {
  address_proof: AddressProofTable
}
