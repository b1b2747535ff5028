// POST /_chappe/desk/v1/accounts/{userId}/evidence
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason, deskRequest } from '../shapes.ts'

/** Asks for what an account was shown in a time, with its proof: a second person agrees before anybody sees it. */
export const askEvidence = endpoint({
  operation: 'askEvidence',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/evidence',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  secondPerson: 'always',
  reveals: ['people'],
  body: Type.Object({
    /** Both included; left out: from the beginning, and up to now. */
    from_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    to_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    ...deskReason.properties,
  }),
  response: deskRequest,
})
