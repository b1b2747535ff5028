// GET /_chappe/desk/v1/evidence/{requestId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const count = Type.Integer({ minimum: 0 })

/** What was asked for and agreed to, until a day after it was asked for; for the two who did. `chappe verify-report` reads it. */
export const getEvidence = endpoint({
  operation: 'getEvidence',
  method: 'GET',
  path: '/_chappe/desk/v1/evidence/{requestId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: ['people'],
  response: Type.Object({
    format: Type.String(),
    /** A signed note. */
    checkpoint: Type.String(),
    rows: Type.Array(
      Type.Object({
        leaf: count,
        salt: Type.String(),
        at: count,
        operation: Type.String(),
        kind: Type.String(),
        account: count,
        device: count,
        room: count,
        from: count,
        to: count,
        count,
        bytes: count,
        subject: Type.String(),
        address: Type.String(),
        /** What was shown between `from` and `to`, each as its distance from the one before. */
        steps: Type.Optional(Type.Array(count)),
      }),
    ),
    proof: Type.Array(Type.String()),
    earlier: Type.Array(Type.Object({ checkpoint: Type.String(), proof: Type.Array(Type.String()) })),
  }),
})
