// POST /_chappe/client/v1/devices/end
// docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Signs other devices of the caller's out, who has touched a passkey on this one; ids that are none of theirs are passed over. */
export const endDevices = endpoint({
  operation: 'endDevices',
  method: 'POST',
  path: '/_chappe/client/v1/devices/end',
  spec: 'docs/decisions/0030-ask-for-a-touch-before-what-is-hard-to-undo.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ device_ids: Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { minItems: 1, maxItems: 200 }) }),
  response: Type.Object({}),
})
