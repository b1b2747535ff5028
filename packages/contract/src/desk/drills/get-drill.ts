// GET /_chappe/desk/v1/drills/{drillId}
// docs/api/desk.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { deskDrill, drillCompared } from './shapes.ts'

/** A drill, and how the report of it stands to the truth, thing by thing. */
export const getDrill = endpoint({
  operation: 'getDrill',
  method: 'GET',
  path: '/_chappe/desk/v1/drills/{drillId}',
  spec: 'docs/api/desk.md',
  auth: 'token',
  rate: 'read',
  roles: ['security_officer', 'auditor'],
  reveals: ['people'],
  response: Type.Object({
    ...deskDrill.properties,
    /** Null: no report on it is done yet. */
    compared: Type.Union([Type.Array(drillCompared), Type.Null()]),
    /** The clock of the server. */
    now_ms: Type.Integer(),
  }),
})
