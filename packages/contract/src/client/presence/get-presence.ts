// GET /_matrix/client/v3/presence/{userId}/status
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3presenceuseridstatus
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether somebody with whom the caller shares a room is there. */
export const getPresence = endpoint({
  operation: 'getPresence',
  method: 'GET',
  path: '/_matrix/client/v3/presence/{userId}/status',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3presenceuseridstatus',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: Type.Object({
    presence: Type.String(),
    last_active_ago: Type.Optional(Type.Integer()),
    status_msg: Type.Optional(Type.String()),
    currently_active: Type.Optional(Type.Boolean()),
  }),
})
