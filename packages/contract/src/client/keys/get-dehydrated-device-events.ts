// POST /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events
// https://github.com/matrix-org/matrix-spec-proposals/pull/3814
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The messages that wait for the caller's dehydrated device. They stay until it is removed. */
export const getDehydratedDeviceEvents = endpoint({
  operation: 'getDehydratedDeviceEvents',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3814',
  auth: 'token',
  rate: 'read',
  reveals: ['keys'],
  body: Type.Object({ next_batch: Type.Optional(Type.String({ maxLength: 255 })) }),
  response: Type.Object({ events: Type.Array(Type.Unknown()), next_batch: Type.String() }),
})
