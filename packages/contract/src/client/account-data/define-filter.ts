// POST /_matrix/client/v3/user/{userId}/filter
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { syncFilter } from './sync-filter.ts'

/** Stores a filter for `/sync` and gives back its id. */
export const defineFilter = endpoint({
  operation: 'defineFilter',
  method: 'POST',
  path: '/_matrix/client/v3/user/{userId}/filter',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: syncFilter,
  response: Type.Object({ filter_id: Type.String() }),
})
