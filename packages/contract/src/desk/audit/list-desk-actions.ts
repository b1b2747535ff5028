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
  response: Type.Object({ actions: Type.Array(deskAction), next: Type.Optional(Type.String()) }),
})
