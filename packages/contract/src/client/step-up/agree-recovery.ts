// POST /_chappe/client/v1/recoveries/{recoveryId}/agree
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Agrees to a recovery that another person has asked for, in the other role: gives back the link to enrol with. */
export const agreeRecovery = endpoint({
  operation: 'agreeRecovery',
  method: 'POST',
  path: '/_chappe/client/v1/recoveries/{recoveryId}/agree',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({}),
  response: Type.Object({
    user_id: Type.String(),
    /** To be handed over in person or by telephone, never by the account's own messages. */
    enrolment_url: Type.String(),
    /** Not good before; until then the owner can say no. */
    good_from_ms: Type.Integer(),
  }),
})
