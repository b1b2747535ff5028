// POST /_matrix/client/v3/keys/query
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysquery
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { mapOf } from './shapes.ts'

/** The device and cross-signing keys of users. */
export const queryKeys = endpoint({
  operation: 'queryKeys',
  method: 'POST',
  path: '/_matrix/client/v3/keys/query',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysquery',
  auth: 'guest',
  rate: 'read',
  reveals: ['keys'],
  body: Type.Object({
    timeout: Type.Optional(Type.Integer({ minimum: 0 })),
    device_keys: mapOf(Type.Array(Type.String(), { maxItems: 1000 }), 10_000),
  }),
  response: Type.Object({
    failures: Type.Object({}),
    device_keys: Type.Object({}),
    master_keys: Type.Object({}),
    self_signing_keys: Type.Object({}),
    user_signing_keys: Type.Object({}),
  }),
})
