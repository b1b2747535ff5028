// PUT /_chappe/desk/v1/cases/{caseId}/aware
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCase, deskReason } from '../shapes.ts'

/** Says when it became known that data were revealed; 72 hours run from then on. It can be said anew, and each time is on record. */
export const setDeskCaseAware = endpoint({
  operation: 'setDeskCaseAware',
  method: 'PUT',
  path: '/_chappe/desk/v1/cases/{caseId}/aware',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: Type.Object({
    /** Not later than now; null: there is nothing to be told. */
    aware_at_ms: Type.Union([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()]),
    reason: deskReason.properties.reason,
  }),
  response: deskCase,
})
