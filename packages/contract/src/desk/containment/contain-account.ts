// POST /_chappe/desk/v1/accounts/{userId}/contain
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskReason } from '../shapes.ts'

/** Stops an account everywhere: answers when nothing more is served to it. Opens a case where none is named. */
export const containAccount = endpoint({
  operation: 'containAccount',
  method: 'POST',
  path: '/_chappe/desk/v1/accounts/{userId}/contain',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: [],
  body: deskReason,
  response: Type.Object({
    state: accountState,
    containment_id: Type.Integer(),
    case_id: Type.Integer(),
    contained_at_ms: Type.Integer(),
    /** How many things each effect has ended. */
    effects: Type.Record(Type.String(), Type.Integer()),
  }),
})
