// GET /_chappe/desk/v1/evidence/{requestId}/search
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { jobHead } from '../job-shapes.ts'

/** How far the search is that two people have agreed to; for these two, as long as the evidence. */
export const getEvidenceSearch = endpoint({
  operation: 'getEvidenceSearch',
  method: 'GET',
  path: '/_chappe/desk/v1/evidence/{requestId}/search',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  response: Type.Object({
    request_id: Type.Integer(),
    ...jobHead,
    /** Why it failed: there are more rows than one look takes; the log says. */
    failure: Type.Union([Type.Literal('too_many_rows'), Type.Literal('broken'), Type.Null()]),
    target: Type.String(),
    reason: Type.String(),
    asked_by: Type.String(),
    decided_by: Type.Union([Type.String(), Type.Null()]),
    /** Until then it can be read. */
    expires_at_ms: Type.Integer(),
    /** How many rows were found; null: it is not done. */
    rows: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  }),
})
