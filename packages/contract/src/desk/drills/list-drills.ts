// GET /_chappe/desk/v1/drills
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskPage } from '../shapes.ts'
import { deskDrill } from './shapes.ts'

/** Drills, newest first, each with how fast the team was. */
export const listDrills = endpoint({
  operation: 'listDrills',
  method: 'GET',
  path: '/_chappe/desk/v1/drills',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  query: Type.Object(deskPage),
  response: Type.Object({ drills: Type.Array(deskDrill), next: Type.Optional(Type.String()) }),
})
