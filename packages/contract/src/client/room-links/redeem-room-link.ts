// POST /_chappe/client/v1/links/redeem
// docs/api/room-links.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Comes into the room of a link. */
export const redeemRoomLink = endpoint({
  operation: 'redeemRoomLink',
  method: 'POST',
  path: '/_chappe/client/v1/links/redeem',
  spec: 'docs/api/room-links.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 128 }) }),
  response: Type.Object({ room_id: Type.String() }),
})
