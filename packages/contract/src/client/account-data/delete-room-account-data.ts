// DELETE /_matrix/client/unstable/org.matrix.msc3391/user/{userId}/rooms/{roomId}/account_data/{type}
// https://github.com/matrix-org/matrix-spec-proposals/pull/3391
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

/** Deletes account data that the caller keeps for a room. */
export const deleteAccountDataPerRoom = endpoint({
  operation: 'deleteAccountDataPerRoom',
  method: 'DELETE',
  path: '/_matrix/client/unstable/org.matrix.msc3391/user/{userId}/rooms/{roomId}/account_data/{type}',
  spec: 'https://github.com/matrix-org/matrix-spec-proposals/pull/3391',
  auth: 'token',
  rate: 'write',
  reveals: [],
  response: Type.Object({}),
})
