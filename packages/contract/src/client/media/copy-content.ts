// POST /_matrix/client/unstable/org.matrix.msc3911/media/copy/{serverName}/{mediaId}
// https://github.com/matrix-org/matrix-spec-proposals/pull/3911
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Another media id for a file that the caller may read: who forwards a file attaches a copy of it. */
export const copyContent = endpoint({
  operation: 'copyContent',
  method: 'POST',
  path: '/_matrix/client/unstable/org.matrix.msc3911/media/copy/{serverName}/{mediaId}',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3911',
  auth: 'token',
  rate: 'media',
  reveals: ['media'],
  body: Type.Object({}),
  response: Type.Object({ content_uri: Type.String() }),
})
