// Row types of notifications that wait for their gateway.

/** See migration 0130. */
export interface PushDueTable {
  user_id: string
  app_id: string
  pushkey: string
  position: number
  room_nid: number
  due_at_ms: number
}

/** See migration 0131. */
export interface PushProgressTable {
  only_one: boolean
  position: number
}

/** The tables of this feature. */
export interface NotificationsTables {
  push_due: PushDueTable
  push_progress: PushProgressTable
}
