// POST /_chappe/desk/v1/networks
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Answers nothing any more to calls from an address or a network (CIDR). */
export const blockNetwork = endpoint({
  operation: 'blockNetwork',
  method: 'POST',
  path: '/_chappe/desk/v1/networks',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: Type.Object({ ...deskReason.properties, network: Type.String({ maxLength: 64 }) }),
  response: Type.Object({ network_id: Type.Integer() }),
})
