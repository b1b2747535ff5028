// GET /_chappe/desk/v1/cases/{caseId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCase } from '../shapes.ts'

/** A case with its notes, and what was found when an account was contained. */
export const getDeskCase = endpoint({
  operation: 'getDeskCase',
  method: 'GET',
  path: '/_chappe/desk/v1/cases/{caseId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  response: Type.Object({
    ...deskCase.properties,
    notes: Type.Array(
      Type.Object({
        note_id: Type.Integer(),
        written_by: Type.Union([Type.String(), Type.Null()]),
        written_at_ms: Type.Integer(),
        kind: Type.String(),
        body: Type.String(),
        /** The containment that belongs here: whom it stopped, what it ended, and what there was at that instant. */
        containment: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  }),
})
