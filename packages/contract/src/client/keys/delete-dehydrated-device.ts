// DELETE /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device
// https://github.com/matrix-org/matrix-spec-proposals/pull/3814
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Removes the caller's dehydrated device. */
export const deleteDehydratedDevice = endpoint({
  operation: 'deleteDehydratedDevice',
  method: 'DELETE',
  path: '/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3814',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({ device_id: Type.String() }),
})
