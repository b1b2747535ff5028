// POST /_chappe/client/v1/invitations
// docs/api/enrolment.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { invitationShape } from './invitation-shape.ts'

/** An agent vouches for somebody from outside: an invitation goes to their address. The answer does not tell whether it has an account. */
export const inviteExternal = endpoint({
  operation: 'inviteExternal',
  method: 'POST',
  path: '/_chappe/client/v1/invitations',
  spec: 'docs/api/enrolment.md',
  auth: 'token',
  rate: 'mail',
  reveals: [],
  body: Type.Object({
    address: Type.String({ maxLength: 254 }),
    /** When the account ends; left out: in 90 days. At most a year away. */
    valid_until_ts: Type.Optional(Type.Integer({ minimum: 0 })),
    /** A room of the caller's that is open to externals, and to which they may invite: they are invited to it once they have an account. */
    room_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  }),
  response: invitationShape,
})
