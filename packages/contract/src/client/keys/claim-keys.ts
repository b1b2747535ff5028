// POST /_matrix/client/v3/keys/claim
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysclaim
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { mapOf } from './shapes.ts'

/** Takes one one-time key of each named device. */
export const claimKeys = endpoint({
  operation: 'claimKeys',
  method: 'POST',
  path: '/_matrix/client/v3/keys/claim',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysclaim',
  auth: 'guest',
  rate: 'read',
  reveals: ['keys'],
  body: Type.Object({
    timeout: Type.Optional(Type.Integer({ minimum: 0 })),
    one_time_keys: mapOf(mapOf(Type.String({ maxLength: 255 }), 1000), 10_000),
  }),
  response: Type.Object({ failures: Type.Object({}), one_time_keys: Type.Object({}) }),
})
