// GET /_chappe/desk/v1/recoveries
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskRole } from '../shapes.ts'

/** Who is to be let in again and waits for the second of the two, oldest first. */
export const listRecoveries = endpoint({
  operation: 'listRecoveries',
  method: 'GET',
  path: '/_chappe/desk/v1/recoveries',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'security_officer'],
  reveals: ['people'],
  response: Type.Object({
    recoveries: Type.Array(
      Type.Object({
        recovery_id: Type.String(),
        user_id: Type.String(),
        asked_by: Type.String(),
        /** In which of the two roles; the other one has to agree. */
        asked_as: deskRole,
        asked_at_ms: Type.Integer(),
        expires_at_ms: Type.Integer(),
        reason: Type.String(),
        /** Whether whoever asks for the list may agree. */
        may_agree: Type.Boolean(),
      }),
    ),
  }),
})
