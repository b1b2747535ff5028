// GET /_chappe/desk/v1/attributions
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { attributionHead } from './attribution-shapes.ts'

/** The attributions that one has asked for or agreed to, newest first; those that nobody has agreed to are among the requests. */
export const listAttributions = endpoint({
  operation: 'listAttributions',
  method: 'GET',
  path: '/_chappe/desk/v1/attributions',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer'],
  reveals: [],
  query: Type.Object(deskPage),
  response: Type.Object({ attributions: Type.Array(Type.Object(attributionHead)), next: Type.Optional(Type.String()) }),
})
