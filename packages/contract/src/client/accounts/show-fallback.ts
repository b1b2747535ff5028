// GET /_matrix/client/v3/auth/{stage}/fallback/web
// https://spec.matrix.org/v1.19/client-server-api/#fallback
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page of a stage, for clients that do not know it. */
export const showFallback = endpoint({
  operation: 'showFallback',
  method: 'GET',
  path: '/_matrix/client/v3/auth/{stage}/fallback/web',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#fallback',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({ session: Type.Optional(Type.String({ maxLength: 255 })) }),
  response: 'raw',
})
