// POST /_chappe/client/v1/rooms/{roomId}/links
// docs/api/room-links.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Makes a link by which people come into a room. */
export const createRoomLink = endpoint({
  operation: 'createRoomLink',
  method: 'POST',
  path: '/_chappe/client/v1/rooms/{roomId}/links',
  spec: 'docs/api/room-links.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    expires_in_ms: Type.Optional(Type.Integer({ minimum: 60_000, maximum: 30 * 24 * 60 * 60 * 1000 })),
    max_uses: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  response: Type.Object({ link_id: Type.String(), token: Type.String(), expires_at_ms: Type.Integer(), max_uses: Type.Integer() }),
})
