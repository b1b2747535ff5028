// GET /_matrix/client/v1/media/download/{serverName}/{mediaId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediadownloadservernamemediaid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A file. */
export const getContentAuthed = endpoint({
  operation: 'getContentAuthed',
  method: 'GET',
  path: '/_matrix/client/v1/media/download/{serverName}/{mediaId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediadownloadservernamemediaid',
  auth: 'guest',
  rate: 'media',
  reveals: ['media'],
  query: Type.Object({ timeout_ms: Type.Optional(Type.Integer({ minimum: 0 })) }),
  response: 'raw',
})
