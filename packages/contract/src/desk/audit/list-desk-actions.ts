// GET /_chappe/desk/v1/audit
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'

/** What was tried at the desk, newest first. */
export const listDeskActions = endpoint({
  operation: 'listDeskActions',
  method: 'GET',
  path: '/_chappe/desk/v1/audit',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object({
    target: Type.Optional(Type.String({ maxLength: 1024 })),
    ...deskPage,
  }),
  response: Type.Object({
    actions: Type.Array(
      Type.Object({
        action_id: Type.Integer(),
        at_ms: Type.Integer(),
        operation: Type.String(),
        way: Type.String(),
        user_id: Type.Union([Type.String(), Type.Null()]),
        ip: Type.String(),
        target: Type.String(),
        reason: Type.String(),
        case_id: Type.Union([Type.Integer(), Type.Null()]),
        request_id: Type.Union([Type.Integer(), Type.Null()]),
        is_break_glass: Type.Boolean(),
        /** `done`, `asked`, or the code of the refusal; null: nothing remains of it. */
        outcome: Type.Union([Type.String(), Type.Null()]),
        /**
         * How it stands in the tree of the ledger: as it stands here and cosigned by a witness (`proven`), not cosigned
         * (`unwitnessed`), done a moment ago (`waiting`), older than the ledger keeps rows (`forgotten`); not there
         * (`missing`), or otherwise than here (`altered`).
         */
        standing: Type.Union([Type.Literal('proven'), Type.Literal('unwitnessed'), Type.Literal('waiting'), Type.Literal('forgotten'), Type.Literal('missing'), Type.Literal('altered')]),
      }),
    ),
    verification: Type.Object({
      /** `green`: all of the page is proven, nothing was removed, the ledger is whole. `red`: something is not as recorded. */
      state: Type.Union([Type.Literal('green'), Type.Literal('amber'), Type.Literal('red')]),
      /** Acts that the ledger has, and the record has no more. Looked for where there is no `target`. */
      removed: Type.Array(Type.Integer()),
      /** What is wrong with the ledger itself, in words. */
      broken: Type.Union([Type.String(), Type.Null()]),
    }),
    next: Type.Optional(Type.String()),
  }),
})
