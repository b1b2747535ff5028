// GET /_matrix/client/v3/notifications
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3notifications
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** What the caller was, or would have been, notified of; newest first. */
export const getNotifications = endpoint({
  operation: 'getNotifications',
  method: 'GET',
  path: '/_matrix/client/v3/notifications',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3notifications',
  auth: 'token',
  rate: 'read',
  reveals: ['events'],
  query: Type.Object({
    from: Type.Optional(Type.String({ maxLength: 64 })),
    limit: Type.Optional(Type.Integer()),
    only: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: Type.Object({
    next_token: Type.Optional(Type.String()),
    notifications: Type.Array(
      Type.Object({
        room_id: Type.String(),
        actions: Type.Array(Type.Unknown()),
        read: Type.Boolean(),
        ts: Type.Integer(),
        event: Type.Object({}),
        profile_tag: Type.Optional(Type.String()),
      }),
    ),
  }),
})
