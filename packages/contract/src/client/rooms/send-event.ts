// PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { attachMediaQuery } from './attach-media.ts'

/** Sends a message event. */
export const sendEvent = endpoint({
  operation: 'sendMessage',
  method: 'PUT',
  path: '/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid',
  auth: 'guest',
  rate: 'message',
  reveals: [],
  // MSC4140: milliseconds after which it is sent; left out: at once.
  query: Type.Object({ ...attachMediaQuery.properties, 'org.matrix.msc4140.delay': Type.Optional(Type.Integer({ minimum: 1 })) }),
  body: Type.Record(Type.String(), Type.Unknown()),
  response: Type.Union([Type.Object({ event_id: Type.String() }), Type.Object({ delay_id: Type.String() })]),
})
