// DELETE /_matrix/client/unstable/org.matrix.msc3391/user/{userId}/account_data/{type}
// https://github.com/matrix-org/matrix-spec-proposals/pull/3391
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Deletes account data of the caller. */
export const deleteAccountData = endpoint({
  operation: 'deleteAccountData',
  method: 'DELETE',
  path: '/_matrix/client/unstable/org.matrix.msc3391/user/{userId}/account_data/{type}',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3391',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
