// GET /_chappe/desk/v1/me
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskRole } from '../shapes.ts'

/** Who one is at the desk. */
export const getDeskMe = endpoint({
  operation: 'getDeskMe',
  method: 'GET',
  path: '/_chappe/desk/v1/me',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['organisation_admin', 'security_officer', 'auditor', 'operator'],
  reveals: [],
  response: Type.Object({
    user_id: Type.String(),
    roles: Type.Array(deskRole),
    /** Whom of the accounts one sees. */
    scope: Type.Union([Type.Literal('everybody'), Type.Literal('own organisation')]),
  }),
})
