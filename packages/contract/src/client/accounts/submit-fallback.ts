// POST /_matrix/client/v3/auth/{stage}/fallback/web
// https://spec.matrix.org/v1.19/client-server-api/#fallback
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Does a stage with what its page was given: a form, no JSON. */
export const submitFallback = endpoint({
  operation: 'submitFallback',
  method: 'POST',
  path: '/_matrix/client/v3/auth/{stage}/fallback/web',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#fallback',
  auth: 'none',
  rate: 'login',
  reveals: [],
  query: Type.Object({ session: Type.Optional(Type.String({ maxLength: 255 })) }),
  body: 'raw',
  response: 'raw',
})
