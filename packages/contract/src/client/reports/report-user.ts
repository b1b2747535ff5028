// POST /_matrix/client/v3/users/{userId}/report
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3usersuseridreport
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Reports a user; the answer does not tell whether there is one. */
export const reportUser = endpoint({
  operation: 'reportUser',
  method: 'POST',
  path: '/_matrix/client/v3/users/{userId}/report',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3usersuseridreport',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 4096 })) }),
  response: Type.Object({}),
})
