// GET /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device
// https://github.com/matrix-org/matrix-spec-proposals/pull/3814
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The caller's dehydrated device. */
export const getDehydratedDevice = endpoint({
  operation: 'getDehydratedDevice',
  method: 'GET',
  path: '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3814',
  auth: 'token',
  rate: 'read',
  reveals: ['keys'],
  response: Type.Object({ device_id: Type.String(), device_data: Type.Record(Type.String(), Type.Unknown()) }),
})
