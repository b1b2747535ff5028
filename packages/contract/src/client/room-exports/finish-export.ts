// PUT /_chappe/client/v1/rooms/{roomId}/exports/{exportId}
// docs/api/room-exports.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const count = (maximum: number) => Type.Integer({ minimum: 0, maximum })

/** Says how much an export was, once it is made; what is said first stays. */
export const finishExport = endpoint({
  operation: 'finishExport',
  method: 'PUT',
  path: '/_chappe/client/v1/rooms/{roomId}/exports/{exportId}',
  spec: 'docs/api/room-exports.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    messages: count(10_000_000),
    files: count(10_000_000),
    /** Of the archive. */
    bytes: count(Number.MAX_SAFE_INTEGER),
  }),
  response: Type.Object({}),
})
