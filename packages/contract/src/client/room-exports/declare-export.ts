// POST /_chappe/client/v1/rooms/{roomId}/exports
// docs/api/room-exports.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Says that a conversation is about to be taken out of the messenger: needs a touch, and goes on record. */
export const declareExport = endpoint({
  operation: 'declareExport',
  method: 'POST',
  path: '/_chappe/client/v1/rooms/{roomId}/exports',
  spec: 'docs/api/room-exports.md',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    format: Type.Union([Type.Literal('html'), Type.Literal('text'), Type.Literal('json')]),
    with_files: Type.Boolean(),
    /** From then on; left out: from the beginning. */
    from_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    /** Until then; left out: until now. */
    to_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  }),
  response: Type.Object({
    /** By which `finishExport` says how much it was. */
    export_id: Type.Integer(),
  }),
})
