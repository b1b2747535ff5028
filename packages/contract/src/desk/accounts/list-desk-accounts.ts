// GET /_chappe/desk/v1/accounts
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { accountState, deskAccount, deskPage } from '../shapes.ts'

/** Accounts in the order of their user ids; an organisation admin sees those of the own organisation. */
export const listDeskAccounts = endpoint({
  operation: 'listDeskAccounts',
  method: 'GET',
  path: '/_chappe/desk/v1/accounts',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'security_officer', 'auditor', 'operator'],
  reveals: ['people'],
  query: Type.Object({
    /** A part of the user id, of the display name or of an address. */
    search: Type.Optional(Type.String({ maxLength: 255 })),
    state: Type.Optional(accountState),
    ...deskPage,
  }),
  response: Type.Object({ accounts: Type.Array(deskAccount), total: Type.Integer(), next: Type.Optional(Type.String()) }),
})
