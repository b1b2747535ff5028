// POST /_matrix/client/v1/appservice/{appserviceId}/ping
// https://spec.matrix.org/v1.19/application-service-api/#post_matrixclientv1appserviceappserviceidping
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Asks to call the application service that asks. */
export const pingAppservice = endpoint({
  operation: 'pingAppservice',
  method: 'POST',
  path: '/_matrix/client/v1/appservice/{appserviceId}/ping',
  spec: 'https://spec.matrix.org/v1.19/application-service-api/#post_matrixclientv1appserviceappserviceidping',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ transaction_id: Type.Optional(Type.String({ maxLength: 255 })) }),
  response: Type.Object({ duration_ms: Type.Integer() }),
})
