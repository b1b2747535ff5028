// POST /_matrix/media/v1/create
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixmediav1create
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Makes a media id whose file is uploaded later. */
export const createContent = endpoint({
  operation: 'createContent',
  method: 'POST',
  path: '/_matrix/media/v1/create',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixmediav1create',
  auth: 'token',
  rate: 'media',
  reveals: [],
  response: Type.Object({ content_uri: Type.String(), unused_expires_at: Type.Integer() }),
})
