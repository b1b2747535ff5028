// GET /_chappe/client/v1/wakes
// docs/api/wakes.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The moments at which the caller's browsers are woken, and whether there are any browsers to wake. */
export const getWakes = endpoint({
  operation: 'getWakes',
  method: 'GET',
  path: '/_chappe/client/v1/wakes',
  spec: 'docs/api/wakes.md',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    /** Of the account, and of this device. */
    wakes: Type.Array(Type.Object({ wake_id: Type.String(), at_ts: Type.Integer() })),
    /** How many browsers of the account hear of it with the tab closed. */
    browsers: Type.Integer(),
  }),
})
