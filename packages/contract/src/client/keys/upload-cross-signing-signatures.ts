// POST /_matrix/client/v3/keys/signatures/upload
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keyssignaturesupload
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { mapOf } from './shapes.ts'

/** Adds signatures to keys that were uploaded before. */
export const uploadCrossSigningSignatures = endpoint({
  operation: 'uploadCrossSigningSignatures',
  method: 'POST',
  path: '/_matrix/client/v3/keys/signatures/upload',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keyssignaturesupload',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: mapOf(mapOf(Type.Object({}), 1000), 1000),
  response: Type.Object({ failures: mapOf(mapOf(Type.Object({ errcode: Type.String(), error: Type.String() }), 1000), 1000) }),
})
