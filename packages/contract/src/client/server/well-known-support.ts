// GET /.well-known/matrix/support
// https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixsupport
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Whom to write to about this server. */
export const wellKnownSupport = endpoint({
  operation: 'getWellknownSupport',
  method: 'GET',
  path: '/.well-known/matrix/support',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixsupport',
  auth: 'none',
  rate: 'free',
  reveals: [],
  response: Type.Object({
    contacts: Type.Optional(
      Type.Array(
        Type.Object({
          role: Type.String(),
          matrix_id: Type.Optional(Type.String()),
          email_address: Type.Optional(Type.String()),
        }),
      ),
    ),
    support_page: Type.Optional(Type.String()),
  }),
})
