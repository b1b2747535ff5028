// GET /_chappe/desk/v1/attributions/{requestId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { attributionFailure, attributionFound, attributionHead } from './attribution-shapes.ts'

const count = Type.Integer({ minimum: 0 })

/** An attribution that was agreed to: how far it is, and who was shown what has leaked; for the two who did. */
export const getAttribution = endpoint({
  operation: 'getAttribution',
  method: 'GET',
  path: '/_chappe/desk/v1/attributions/{requestId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  response: Type.Object({
    ...attributionHead,
    failure: Type.Union([attributionFailure, Type.Null()]),
    from_ms: count,
    to_ms: count,
    /** Null: it is not done. */
    found: Type.Union([attributionFound, Type.Null()]),
  }),
})
