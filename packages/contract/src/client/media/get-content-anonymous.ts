// GET /_matrix/media/v3/download/{serverName}/{mediaId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3downloadservernamemediaid
import { endpoint } from '../../endpoint.ts'

/** Always 404: files are for those who are signed in. */
export const getContent = endpoint({
  operation: 'getContent',
  method: 'GET',
  path: '/_matrix/media/v3/download/{serverName}/{mediaId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3downloadservernamemediaid',
  auth: 'none',
  rate: 'media',
  reveals: [],
  response: 'raw',
})
