// From the operations' results to what goes over the wire.
import type { InvitationView } from '../enrolment.ts'

/** An invitation as whoever made it sees it. */
export function invitationAnswer(view: InvitationView): {
  invitation_id: string
  address: string
  state: InvitationView['state']
  created_ts: number
  expires_ts: number
  valid_until_ts?: number
  room_id?: string
} {
  return {
    invitation_id: view.invitationId,
    address: view.address,
    state: view.state,
    created_ts: view.createdAtMs,
    expires_ts: view.expiresAtMs,
    ...(view.validUntilMs === undefined ? {} : { valid_until_ts: view.validUntilMs }),
    ...(view.roomId === undefined ? {} : { room_id: view.roomId }),
  }
}
