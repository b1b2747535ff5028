// What the endpoints of join links share.
import { Type } from 'typebox'

/** A link as its maker and the admins of its room see it; never what it is redeemed with. */
export const roomLink = Type.Object({
  link_id: Type.String(),
  created_by: Type.String(),
  created_at_ms: Type.Integer(),
  expires_at_ms: Type.Integer(),
  max_uses: Type.Integer(),
  use_count: Type.Integer(),
  revoked_at_ms: Type.Optional(Type.Integer()),
  /** Who came by it, newest first; at most 100. */
  uses: Type.Array(Type.Object({ user_id: Type.String(), at_ms: Type.Integer() })),
})
