// POST /_chappe/desk/v1/alerts/{alertId}/decide
// docs/api/desk.md
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { deskAlert } from './shapes.ts'

/** Says that an alert was looked at, and what came of it. Once: 400 `M_BAD_STATE`. */
export const decideDeskAlert = endpoint({
  operation: 'decideDeskAlert',
  method: 'POST',
  path: '/_chappe/desk/v1/alerts/{alertId}/decide',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: deskReason,
  response: deskAlert,
})
