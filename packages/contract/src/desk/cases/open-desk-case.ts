// POST /_chappe/desk/v1/cases
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCase } from '../shapes.ts'

/** Opens a case. */
export const openDeskCase = endpoint({
  operation: 'openDeskCase',
  method: 'POST',
  path: '/_chappe/desk/v1/cases',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: Type.Object({ title: Type.String({ minLength: 1, maxLength: 200 }) }),
  response: deskCase,
})
