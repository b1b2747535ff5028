// POST /_chappe/desk/v1/exposure_reports/{reportId}/claims
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { claimCheckHead } from './claim-shapes.ts'

/** Holds what somebody has published against a report: figures ("876 rooms, 13.51 GB") and identifiers of any text. It is worked out behind the request: `getClaimCheck`. */
export const checkClaims = endpoint({
  operation: 'checkClaims',
  method: 'POST',
  path: '/_chappe/desk/v1/exposure_reports/{reportId}/claims',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer', 'auditor'],
  reveals: [],
  body: Type.Object({
    /** What was published; what stands in it beside figures and identifiers is passed over, and kept nowhere. */
    text: Type.String({ minLength: 1, maxLength: 100_000 }),
  }),
  response: Type.Object(claimCheckHead),
})
