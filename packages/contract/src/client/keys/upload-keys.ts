// POST /_matrix/client/v3/keys/upload
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysupload
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deviceKeysShape, oneTimeKeysShape } from './shapes.ts'

/** Publishes the keys of the calling device. */
export const uploadKeys = endpoint({
  operation: 'uploadKeys',
  method: 'POST',
  path: '/_matrix/client/v3/keys/upload',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysupload',
  auth: 'guest',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    device_keys: Type.Optional(Type.Union([deviceKeysShape, Type.Null()])),
    one_time_keys: Type.Optional(Type.Union([oneTimeKeysShape, Type.Null()])),
    fallback_keys: Type.Optional(Type.Union([oneTimeKeysShape, Type.Null()])),
  }),
  response: Type.Object({ one_time_key_counts: Type.Record(Type.String(), Type.Integer()) }),
})
