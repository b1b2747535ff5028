// Row types of the sessions of browsers.
import type { WebMethod } from '../../web-session.ts'

/** See migration 0290. */
export interface WebSessionTable {
  token_hash: Buffer
  user_nid: number
  created_at_ms: number
  seen_at_ms: number
  authenticated_at_ms: number
  methods: WebMethod[]
  ip: string
  agent: string
}

/** The tables of this feature. */
export interface WebSessionsTables {
  web_session: WebSessionTable
}
