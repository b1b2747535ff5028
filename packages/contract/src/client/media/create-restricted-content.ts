// POST /_matrix/client/unstable/org.matrix.msc3911/media/create
// https://github.com/matrix-org/matrix-spec-proposals/pull/3911
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Makes a media id whose file is uploaded later, and is nobody else's until an event carries it. */
export const createRestrictedContent = endpoint({
  operation: 'createRestrictedContent',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.msc3911/media/create',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3911',
  auth: 'token',
  rate: 'media',
  reveals: [],
  response: Type.Object({ content_uri: Type.String(), unused_expires_at: Type.Integer() }),
})
