// Row types of containment: accounts, addresses and rooms that were stopped.
import type { AccountState } from '@chappe/policy'
import type { Generated } from 'kysely'

/** See migration 0272. */
export interface ContainmentTable {
  containment_nid: Generated<number>
  user_nid: number
  contained_at_ms: number
  state_before: AccountState
  /** JSON text. */
  effects: string
  /** JSON text. */
  snapshot: string
  released_at_ms: number | null
}

/** See migration 0273. */
export interface AddressBlockTable {
  block_nid: Generated<number>
  network: string
  blocked_at_ms: number
}

/** See migration 0274. */
export interface RoomFreezeTable {
  room_nid: number
  position: number
  frozen_at_ms: number
}

/** The tables of this feature. */
export interface ContainmentTables {
  containment: ContainmentTable
  address_block: AddressBlockTable
  room_freeze: RoomFreezeTable
}
