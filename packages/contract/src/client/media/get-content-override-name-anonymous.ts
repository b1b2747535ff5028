// GET /_matrix/media/v3/download/{serverName}/{mediaId}/{fileName}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3downloadservernamemediaidfilename
import { endpoint } from '../../endpoint.ts'

/** Always 404: files are for those who are signed in. */
export const getContentOverrideName = endpoint({
  operation: 'getContentOverrideName',
  method: 'GET',
  path: '/_matrix/media/v3/download/{serverName}/{mediaId}/{fileName}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3downloadservernamemediaidfilename',
  auth: 'none',
  rate: 'media',
  reveals: [],
  response: 'raw',
})
