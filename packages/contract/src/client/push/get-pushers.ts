// GET /_matrix/client/v3/pushers
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushers
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Where the caller's notifications are sent. */
export const getPushers = endpoint({
  operation: 'getPushers',
  method: 'GET',
  path: '/_matrix/client/v3/pushers',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushers',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    pushers: Type.Array(
      Type.Object({
        pushkey: Type.String(),
        kind: Type.String(),
        app_id: Type.String(),
        app_display_name: Type.String(),
        device_display_name: Type.String(),
        profile_tag: Type.Optional(Type.String()),
        lang: Type.String(),
        data: Type.Object({}),
        'org.matrix.msc3881.enabled': Type.Boolean(),
        'org.matrix.msc3881.device_id': Type.String(),
      }),
    ),
  }),
})
