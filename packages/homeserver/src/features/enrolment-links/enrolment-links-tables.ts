// Row types of the links that let somebody in to register a passkey.

/** See migration 0295. */
export interface EnrolmentLinkTable {
  token_hash: Buffer
  user_nid: number
  kind: 'first' | 'recovery'
  created_at_ms: number
  good_from_ms: number
  expires_at_ms: number
}

/** The tables of this feature. */
export interface EnrolmentLinksTables {
  enrolment_link: EnrolmentLinkTable
}
