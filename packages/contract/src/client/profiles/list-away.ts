// POST /_chappe/client/v1/away
// docs/api/availability.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Who of some people is out of office, or will be; of those alone whom the caller may know it of. */
export const listAway = endpoint({
  operation: 'listAway',
  method: 'POST',
  path: '/_chappe/client/v1/away',
  spec: 'docs/api/availability.md',
  auth: 'token',
  rate: 'read',
  reveals: ['people'],
  body: Type.Object({ user_ids: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 }) }),
  response: Type.Object({ away: Type.Array(Type.Object({ user_id: Type.String(), from_ts: Type.Integer(), until_ts: Type.Integer() })) }),
})
