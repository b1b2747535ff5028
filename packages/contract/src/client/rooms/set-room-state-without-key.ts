// PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidstateeventtypestatekey
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { attachMediaQuery } from './attach-media.ts'

/** Sets a state event whose key is empty. */
export const setRoomStateWithoutKey = endpoint({
  operation: 'setRoomState',
  method: 'PUT',
  path: '/_matrix/client/v3/rooms/{roomId}/state/{eventType}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidstateeventtypestatekey',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  // MSC4140: milliseconds after which it is sent; left out: at once.
  query: Type.Object({ ...attachMediaQuery.properties, 'org.matrix.msc4140.delay': Type.Optional(Type.Integer({ minimum: 1 })) }),
  body: Type.Record(Type.String(), Type.Unknown()),
  response: Type.Union([Type.Object({ event_id: Type.String() }), Type.Object({ delay_id: Type.String() })]),
})
