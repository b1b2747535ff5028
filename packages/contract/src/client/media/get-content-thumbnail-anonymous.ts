// GET /_matrix/media/v3/thumbnail/{serverName}/{mediaId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3thumbnailservernamemediaid
import { endpoint } from '../../endpoint.ts'

/** Always 404: files are for those who are signed in. */
export const getContentThumbnail = endpoint({
  operation: 'getContentThumbnail',
  method: 'GET',
  path: '/_matrix/media/v3/thumbnail/{serverName}/{mediaId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3thumbnailservernamemediaid',
  auth: 'none',
  rate: 'media',
  reveals: [],
  response: 'raw',
})
