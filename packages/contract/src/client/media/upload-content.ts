// POST /_matrix/media/v3/upload
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixmediav3upload
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Uploads a file. */
export const uploadContent = endpoint({
  operation: 'uploadContent',
  method: 'POST',
  path: '/_matrix/media/v3/upload',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixmediav3upload',
  auth: 'token',
  rate: 'media',
  reveals: [],
  query: Type.Object({ filename: Type.Optional(Type.String({ maxLength: 1024 })) }),
  body: 'raw',
  response: Type.Object({ content_uri: Type.String() }),
})
