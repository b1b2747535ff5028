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
  query: attachMediaQuery,
  body: Type.Record(Type.String(), Type.Unknown()),
  response: Type.Object({ event_id: Type.String() }),
})
