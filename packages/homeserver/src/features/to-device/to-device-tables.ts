// Row types of messages to devices.

/** See migration 0050. */
export interface ToDeviceMessageTable {
  device_nid: number
  position: number
  event: string | null
  shared: number | null
}

/** See migration 0051. */
export interface ToDeviceSharedTable {
  position: number
  shared: number
  event: string
  pending: number
}

/** See migration 0052. */
export interface ToDeviceTransactionTable {
  device_nid: number
  event_type: string
  txn_id: string
  created_at_ms: number
}

/** The tables of this feature. */
export interface ToDeviceTables {
  to_device_message: ToDeviceMessageTable
  to_device_shared: ToDeviceSharedTable
  to_device_transaction: ToDeviceTransactionTable
}
