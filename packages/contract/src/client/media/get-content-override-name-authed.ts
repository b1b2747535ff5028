// GET /_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediadownloadservernamemediaidfilename
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** A file, under a name that the caller chooses. */
export const getContentOverrideNameAuthed = endpoint({
  operation: 'getContentOverrideNameAuthed',
  method: 'GET',
  path: '/_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediadownloadservernamemediaidfilename',
  auth: 'guest',
  rate: 'media',
  reveals: ['media'],
  query: Type.Object({ timeout_ms: Type.Optional(Type.Integer({ minimum: 0 })) }),
  response: 'raw',
})
