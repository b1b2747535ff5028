// POST /_matrix/client/unstable/org.matrix.msc3911/media/upload
// https://github.com/matrix-org/matrix-spec-proposals/pull/3911
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Uploads a file that is nobody else's until an event carries it. */
export const uploadRestrictedContent = endpoint({
  operation: 'uploadRestrictedContent',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.msc3911/media/upload',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3911',
  auth: 'token',
  rate: 'media',
  reveals: [],
  query: Type.Object({ filename: Type.Optional(Type.String({ maxLength: 1024 })) }),
  body: 'raw',
  response: Type.Object({ content_uri: Type.String() }),
})
