// An invitation as whoever made it sees it.
import { Type } from 'typebox'

/** Times in milliseconds since 1970. What it shows is what its maker has written. */
export const invitationShape = Type.Object({
  invitation_id: Type.String(),
  address: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('accepted'), Type.Literal('revoked'), Type.Literal('expired')]),
  created_ts: Type.Integer(),
  expires_ts: Type.Integer(),
  valid_until_ts: Type.Optional(Type.Integer()),
  /** The room to which they are invited as well. */
  room_id: Type.Optional(Type.String()),
})
