// PUT /_matrix/client/v3/presence/{userId}/status
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3presenceuseridstatus
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Says that the caller is there, away or gone. */
export const setPresence = endpoint({
  operation: 'setPresence',
  method: 'PUT',
  path: '/_matrix/client/v3/presence/{userId}/status',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3presenceuseridstatus',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    presence: Type.Union([Type.Literal('online'), Type.Literal('offline'), Type.Literal('unavailable')]),
    status_msg: Type.Optional(Type.Union([Type.String({ maxLength: 1024 }), Type.Null()])),
  }),
  response: Type.Object({}),
})
