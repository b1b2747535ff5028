// PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidstateeventtypestatekey
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { attachMediaQuery } from './attach-media.ts'

/** Sets a state event. */
export const setRoomState = endpoint({
  operation: 'setRoomStateWithKey',
  method: 'PUT',
  path: '/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidstateeventtypestatekey',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  query: attachMediaQuery,
  body: Type.Record(Type.String(), Type.Unknown()),
  response: Type.Object({ event_id: Type.String() }),
})
