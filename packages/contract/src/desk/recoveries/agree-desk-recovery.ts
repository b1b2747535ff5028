// POST /_chappe/desk/v1/recoveries/{recoveryId}/agree
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'

/** Agrees to a recovery in the other role: gives back the link to enrol with, good a day later. */
export const agreeDeskRecovery = endpoint({
  operation: 'agreeDeskRecovery',
  method: 'POST',
  path: '/_chappe/desk/v1/recoveries/{recoveryId}/agree',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['organisation_admin', 'security_officer'],
  reveals: ['people'],
  body: deskReason,
  response: Type.Object({
    user_id: Type.String(),
    /** To be handed over in person or by telephone. */
    enrolment_url: Type.String(),
    /** Not good before; until then the owner can say no. */
    good_from_ms: Type.Integer(),
  }),
})
