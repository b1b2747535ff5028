// PUT /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device
// https://github.com/matrix-org/matrix-spec-proposals/pull/3814
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deviceKeysShape, oneTimeKeysShape } from './shapes.ts'

/** Stores the caller's dehydrated device with its keys, in place of the one before. */
export const putDehydratedDevice = endpoint({
  operation: 'putDehydratedDevice',
  method: 'PUT',
  path: '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3814',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    device_id: Type.String({ minLength: 1, maxLength: 255 }),
    device_data: Type.Record(Type.String(), Type.Unknown()),
    initial_device_display_name: Type.Optional(Type.String({ maxLength: 255 })),
    device_keys: deviceKeysShape,
    one_time_keys: Type.Optional(Type.Union([oneTimeKeysShape, Type.Null()])),
    fallback_keys: Type.Optional(Type.Union([oneTimeKeysShape, Type.Null()])),
  }),
  response: Type.Object({ device_id: Type.String() }),
})
