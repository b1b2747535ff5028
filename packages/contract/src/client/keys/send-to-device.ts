// PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3sendtodeviceeventtypetxnid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { mapOf } from './shapes.ts'

/** Sends an event to devices; once per transaction id. */
export const sendToDevice = endpoint({
  operation: 'sendToDevice',
  method: 'PUT',
  path: '/_matrix/client/v3/sendToDevice/{eventType}/{txnId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3sendtodeviceeventtypetxnid',
  auth: 'guest',
  rate: 'message',
  reveals: [],
  body: Type.Object({ messages: mapOf(mapOf(Type.Object({}), 1000), 10_000) }),
  response: Type.Object({}),
})
