// GET /readyz
// docs/api/health.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether the server can do its work: 200 with its database, 503 without. */
export const readyz = endpoint({
  operation: 'getReadiness',
  method: 'GET',
  path: '/readyz',
  spec: 'docs/api/health.md',
  auth: 'none',
  rate: 'free',
  reveals: [],
  response: Type.Object({
    status: Type.Union([Type.Literal('ok'), Type.Literal('unavailable')]),
    database: Type.Union([Type.Literal('ok'), Type.Literal('unavailable')]),
  }),
})
