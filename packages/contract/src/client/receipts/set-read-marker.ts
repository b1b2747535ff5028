// POST /_matrix/client/v3/rooms/{roomId}/read_markers
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreadmarkers
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets the read marker and receipts of a room at once. */
export const setReadMarker = endpoint({
  operation: 'setReadMarker',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/read_markers',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreadmarkers',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    'm.fully_read': Type.Optional(Type.String({ maxLength: 255 })),
    'm.read': Type.Optional(Type.String({ maxLength: 255 })),
    'm.read.private': Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: Type.Object({}),
})
