// POST /_chappe/client/v1/wakes
// docs/api/wakes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const MAX_WAKES = 300
const id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })

/** Says when the caller's browsers are to be woken, and when no longer; of what they are told nothing is said. */
export const changeWakes = endpoint({
  operation: 'changeWakes',
  method: 'POST',
  path: '/_chappe/client/v1/wakes',
  spec: 'docs/api/wakes.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    set: Type.Optional(
      Type.Array(
        Type.Object({
          /** What the device calls it; the same id set again has another moment. */
          wake_id: id,
          at_ts: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
          /** This device alone is woken, and the wake goes with it. */
          only_here: Type.Optional(Type.Boolean()),
        }),
        { maxItems: MAX_WAKES },
      ),
    ),
    remove: Type.Optional(Type.Array(id, { maxItems: MAX_WAKES })),
  }),
  response: Type.Object({}),
})
