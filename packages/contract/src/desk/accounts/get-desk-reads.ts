// GET /_chappe/desk/v1/accounts/{userId}/reads
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const count = Type.Integer({ minimum: 0 })
const moment = Type.String({ pattern: '^[0-9]{1,15}$' })

/** How much an account was shown over time, from the record of reads: numbers alone. What it was shown takes two people. */
export const getDeskReads = endpoint({
  operation: 'getDeskReads',
  method: 'GET',
  path: '/_chappe/desk/v1/accounts/{userId}/reads',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({
    /** Left out: the last seven days. At most 31 days. */
    from_ms: Type.Optional(moment),
    to_ms: Type.Optional(moment),
  }),
  response: Type.Object({
    from_ms: Type.Integer(),
    to_ms: Type.Integer(),
    /** How long a slice is. */
    every_ms: Type.Integer(),
    /** Whether everything was counted: what is of the last second, or more than can be read at once, is not. */
    is_whole: Type.Boolean(),
    /** In their order; slices without a read are left out. */
    slices: Type.Array(Type.Object({ at_ms: Type.Integer(), reads: count, events: count, files: count, people: count, keys: count, bytes: count, rooms: count, addresses: count })),
  }),
})
