// Row types of application services.

/** See migration 0176. */
export interface AppserviceTransactionTable {
  appservice_id: string
  txn_id: string
  queued: number
  room_nids: number[]
  positions: number[]
  others: string
  other_reads: string
}

/** See migration 0177. */
export interface NetworkRoomTable {
  appservice_id: string
  network_id: string
  room_nid: number
}

/** The tables of this feature. */
export interface AppservicesTables {
  appservice_transaction: AppserviceTransactionTable
  network_room: NetworkRoomTable
}
