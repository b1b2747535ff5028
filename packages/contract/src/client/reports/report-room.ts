// POST /_matrix/client/v3/rooms/{roomId}/report
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreport
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Reports a room to whoever runs the server. */
export const reportRoom = endpoint({
  operation: 'reportRoom',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/report',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreport',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({}),
})
