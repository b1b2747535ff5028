// GET /livez
// docs/api/health.md
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whether the process answers at all; asks nothing of the database. */
export const livez = endpoint({
  operation: 'getLiveness',
  method: 'GET',
  path: '/livez',
  spec: 'docs/api/health.md',
  auth: 'none',
  rate: 'free',
  reveals: [],
  response: Type.Object({ status: Type.Literal('ok') }),
})
