// POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreceiptreceipttypeeventid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Says how far somebody has read. */
export const postReceipt = endpoint({
  operation: 'postReceipt',
  method: 'POST',
  path: '/_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreceiptreceipttypeeventid',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ thread_id: Type.Optional(Type.Unknown()) }),
  response: Type.Object({}),
})
