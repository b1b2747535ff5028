// GET /_matrix/client/v3/user/{userId}/filter/{filterId}
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridfilterfilterid
import { endpoint } from '../../endpoint.ts'
import { syncFilter } from './sync-filter.ts'

/** A filter that the caller has stored. */
export const getFilter = endpoint({
  operation: 'getFilter',
  method: 'GET',
  path: '/_matrix/client/v3/user/{userId}/filter/{filterId}',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridfilterfilterid',
  auth: 'token',
  rate: 'read',
  reveals: [],
  response: syncFilter,
})
