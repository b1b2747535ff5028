// GET /_matrix/client/v3/admin/whois/{userId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3adminwhoisuserid
import { endpoint } from '../../endpoint.ts'
import { whoIsShape } from './shapes.ts'

/** When and from where the devices of an account were last heard of: for its owner and for administrators. */
export const getWhoIs = endpoint({
  operation: 'getWhoIs',
  method: 'GET',
  path: '/_matrix/client/v3/admin/whois/{userId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3adminwhoisuserid',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  response: whoIsShape,
})
