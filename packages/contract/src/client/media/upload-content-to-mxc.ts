// PUT /_matrix/media/v3/upload/{serverName}/{mediaId}
// https://spec.matrix.org/v1.19/client-server-api/#put_matrixmediav3uploadservernamemediaid
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Uploads the file of a media id made before. */
export const uploadContentToMXC = endpoint({
  operation: 'uploadContentToMXC',
  method: 'PUT',
  path: '/_matrix/media/v3/upload/{serverName}/{mediaId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixmediav3uploadservernamemediaid',
  auth: 'token',
  rate: 'media',
  reveals: [],
  query: Type.Object({ filename: Type.Optional(Type.String({ maxLength: 1024 })) }),
  body: 'raw',
  response: Type.Object({}),
})
