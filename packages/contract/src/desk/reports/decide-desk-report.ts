// POST /_chappe/desk/v1/reports/{reportId}/decide
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { deskReport } from './shapes.ts'

/** Takes a report up, or is done with it; whoever made it is told. */
export const decideDeskReport = endpoint({
  operation: 'decideDeskReport',
  method: 'POST',
  path: '/_chappe/desk/v1/reports/{reportId}/decide',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: Type.Object({
    ...deskReason.properties,
    state: Type.Union([Type.Literal('taken'), Type.Literal('done')]),
    /** What whoever reported is told, beside what became of it. */
    answer: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  }),
  response: deskReport,
})
