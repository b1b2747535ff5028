// GET /_matrix/static/client/login
// https://spec.matrix.org/v1.19/client-server-api/#login-fallback
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** The page to sign in on, for clients without a form of their own. */
export const showLoginFallback = endpoint({
  operation: 'showLoginFallback',
  method: 'GET',
  path: '/_matrix/static/client/login',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#login-fallback',
  auth: 'none',
  rate: 'read',
  reveals: [],
  query: Type.Object({
    device_id: Type.Optional(Type.String({ maxLength: 255 })),
    initial_device_display_name: Type.Optional(Type.String({ maxLength: 255 })),
  }),
  response: 'raw',
})
