// Row type of wakes.

/** See migration 0565. */
export interface WakeTable {
  user_nid: number
  wake_id: string
  device_nid: number | null
  at_ms: number
  look_at_ms: number
}

/** The tables of this feature. */
export interface WakesTables {
  wake: WakeTable
}
