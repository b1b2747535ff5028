// GET /_chappe/desk/v1/networks
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The networks from which nothing is answered. */
export const listBlockedNetworks = endpoint({
  operation: 'listBlockedNetworks',
  method: 'GET',
  path: '/_chappe/desk/v1/networks',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: [],
  response: Type.Object({
    networks: Type.Array(
      Type.Object({ network_id: Type.Integer(), network: Type.String(), blocked_at_ms: Type.Integer() }),
    ),
  }),
})
