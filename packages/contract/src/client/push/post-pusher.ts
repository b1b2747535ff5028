// POST /_matrix/client/v3/pushers/set
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Sets, changes or removes a place to send notifications to. */
export const postPusher = endpoint({
  operation: 'postPusher',
  method: 'POST',
  path: '/_matrix/client/v3/pushers/set',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    pushkey: Type.String({ minLength: 1, maxLength: 512 }),
    kind: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    app_id: Type.String({ minLength: 1, maxLength: 64 }),
    app_display_name: Type.Optional(Type.String({ maxLength: 255 })),
    device_display_name: Type.Optional(Type.String({ maxLength: 255 })),
    profile_tag: Type.Optional(Type.String({ maxLength: 255 })),
    lang: Type.Optional(Type.String({ maxLength: 64 })),
    data: Type.Optional(
      Type.Object({
        url: Type.Optional(Type.String({ maxLength: 2048 })),
        format: Type.Optional(Type.String({ maxLength: 64 })),
        // Of a browser, whose gateway is this server (docs/api/alerts.md).
        endpoint: Type.Optional(Type.String({ maxLength: 2048 })),
        auth: Type.Optional(Type.String({ maxLength: 64 })),
      }),
    ),
    append: Type.Optional(Type.Boolean()),
    // MSC3881: switching a pusher from another device.
    enabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    'org.matrix.msc3881.enabled': Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  }),
  response: Type.Object({}),
})
