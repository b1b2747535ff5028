// GET /_chappe/desk/v1/audit
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskCaseFilter, deskPage } from '../shapes.ts'
import { deskAction } from './shapes.ts'

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
    ...deskCaseFilter,
    /** Only what one person did that takes two. */
    alone: Type.Optional(Type.Literal('true')),
    ...deskPage,
  }),
  response: Type.Object({
    actions: Type.Array(
      Type.Object({
        ...deskAction.properties,
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
      /** Acts that the ledger has, and the record has no more. Looked for where nothing filters the page. */
      removed: Type.Array(Type.Integer()),
      /** What is wrong with the ledger itself, in words. */
      broken: Type.Union([Type.String(), Type.Null()]),
    }),
    next: Type.Optional(Type.String()),
  }),
})
