// POST /_chappe/desk/v1/cases/{caseId}/notes
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Writes a note into a case. */
export const addDeskNote = endpoint({
  operation: 'addDeskNote',
  method: 'POST',
  path: '/_chappe/desk/v1/cases/{caseId}/notes',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: Type.Object({ body: Type.String({ minLength: 1, maxLength: 8000 }) }),
  response: Type.Object({ note_id: Type.Integer() }),
})
