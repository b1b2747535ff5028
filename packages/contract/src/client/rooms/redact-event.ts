// PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidredacteventidtxnid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Takes an event's content away. */
export const redactEvent = endpoint({
  operation: 'redactEvent',
  method: 'PUT',
  path: '/_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidredacteventidtxnid',
  auth: 'token',
  rate: 'message',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({ event_id: Type.String() }),
})
