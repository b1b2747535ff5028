// GET /_chappe/desk/v1/exports
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'

const moment = Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' }))
const numberOrNull = Type.Union([Type.Integer(), Type.Null()])
const textOrNull = Type.Union([Type.String(), Type.Null()])

/** What people took along of conversations, newest first. */
export const listDeskExports = endpoint({
  operation: 'listDeskExports',
  method: 'GET',
  path: '/_chappe/desk/v1/exports',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({
    user_id: Type.Optional(Type.String({ maxLength: 255 })),
    room_id: Type.Optional(Type.String({ maxLength: 255 })),
    /** Made from then on. */
    from_ms: moment,
    /** Made before then. */
    to_ms: moment,
    ...deskPage,
  }),
  response: Type.Object({
    exports: Type.Array(
      Type.Object({
        export_id: Type.Integer(),
        at_ms: Type.Integer(),
        /** Null: the account is there no more. */
        user_id: textOrNull,
        device_id: textOrNull,
        room_id: Type.String(),
        room_name: textOrNull,
        /** `html`, `text` or `json`. */
        format: Type.String(),
        with_files: Type.Boolean(),
        /** Of which time; null: from the beginning, until then. */
        from_ms: numberOrNull,
        to_ms: numberOrNull,
        /** How much it was, as the messenger said; null: it was given up, or the messenger said nothing. */
        messages: numberOrNull,
        files: numberOrNull,
        bytes: numberOrNull,
        /** How it stands in the tree of the ledger, as of acts (`listDeskActions`). */
        standing: Type.Union([Type.Literal('proven'), Type.Literal('unwitnessed'), Type.Literal('waiting'), Type.Literal('forgotten'), Type.Literal('missing'), Type.Literal('altered')]),
      }),
    ),
    /** Acts of exporting, of whomever, that are in the record of acts and not in this list any more. */
    removed: Type.Array(Type.Integer()),
    next: Type.Optional(Type.String()),
  }),
})
