// POST /_chappe/desk/v1/drills/{drillId}/end
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskReason } from '../shapes.ts'
import { deskDrill } from './shapes.ts'

/** Ends a drill: its account is closed for good, and what was said in its rooms goes. */
export const endDrill = endpoint({
  operation: 'endDrill',
  method: 'POST',
  path: '/_chappe/desk/v1/drills/{drillId}/end',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'write',
  roles: ['security_officer'],
  reveals: ['people'],
  body: Type.Object({ reason: deskReason.properties.reason }),
  response: deskDrill,
})
