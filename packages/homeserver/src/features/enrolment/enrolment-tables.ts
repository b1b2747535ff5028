// Row types of enrolment.
import type { EnrolledType } from '@chappe/policy'
import type { Generated } from 'kysely'

/** See migrations 0264 and 0486. */
export interface InvitationTable {
  invitation_id: string
  address: string
  sponsor_user_nid: number
  organisation_nid: number
  account_type: EnrolledType
  valid_until_ms: number | null
  created_at_ms: number
  expires_at_ms: number
  user_nid: Generated<number | null>
  revoked_at_ms: Generated<number | null>
  room_id: Generated<string | null>
  room_guest_nid: Generated<number | null>
  room_invited_at_ms: Generated<number | null>
}

/** The tables of this feature. */
export interface EnrolmentTables {
  invitation: InvitationTable
}
