// GET /_synapse/admin/v1/register
// https://element-hq.github.io/synapse/latest/admin_api/register_api.html
// docs/api/registration-with-secret.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A nonce for one registration by the shared secret; it is good for a minute. */
export const getRegistrationNonce = endpoint({
  operation: 'getRegistrationNonce',
  method: 'GET',
  path: '/_synapse/admin/v1/register',
  spec: 'https://element-hq.github.io/synapse/latest/admin_api/register_api.html',
  auth: 'none',
  rate: 'registration',
  reveals: [],
  response: Type.Object({ nonce: Type.String() }),
})
