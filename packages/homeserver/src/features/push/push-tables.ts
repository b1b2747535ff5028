// Row types of push rules and pushers.
import type { Generated } from 'kysely'

/** See migration 0064. */
export interface PushRulesTable {
  user_id: string
  /** JSON text of `StoredPushRules`. */
  rules: string
  position: number
  version: Generated<number>
}

/** See migrations 0065 and 0132. */
export interface PusherTable {
  user_id: string
  app_id: string
  pushkey: string
  device_nid: number
  kind: string
  app_display_name: string
  device_display_name: string
  profile_tag: string | null
  lang: string
  data: string
  created_at_ms: number
  /** See migration 0132. */
  enabled: Generated<boolean>
}

/** The tables of this feature. */
export interface PushTables {
  push_rules: PushRulesTable
  pusher: PusherTable
}
