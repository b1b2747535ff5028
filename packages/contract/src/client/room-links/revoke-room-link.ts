// DELETE /_chappe/client/v1/rooms/{roomId}/links/{linkId}
// docs/api/room-links.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Ends a link. */
export const revokeRoomLink = endpoint({
  operation: 'revokeRoomLink',
  method: 'DELETE',
  path: '/_chappe/client/v1/rooms/{roomId}/links/{linkId}',
  spec: 'docs/api/room-links.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
