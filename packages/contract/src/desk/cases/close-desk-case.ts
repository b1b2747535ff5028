// POST /_chappe/desk/v1/cases/{caseId}/close
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Closes a case; what is in it stays. */
export const closeDeskCase = endpoint({
  operation: 'closeDeskCase',
  method: 'POST',
  path: '/_chappe/desk/v1/cases/{caseId}/close',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({}),
})
