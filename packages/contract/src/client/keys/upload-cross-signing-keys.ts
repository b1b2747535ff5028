// POST /_matrix/client/v3/keys/device_signing/upload
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysdevice_signingupload
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'
import { AuthData } from '../../interactive-auth.ts'
import { crossSigningKeyShape } from './shapes.ts'

/** Publishes the cross-signing keys of the caller. */
export const uploadCrossSigningKeys = endpoint({
  operation: 'uploadCrossSigningKeys',
  method: 'POST',
  path: '/_matrix/client/v3/keys/device_signing/upload',
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysdevice_signingupload',
  auth: 'token',
  rate: 'write',
  reveals: [],
  body: Type.Object({
    master_key: Type.Optional(crossSigningKeyShape),
    self_signing_key: Type.Optional(crossSigningKeyShape),
    user_signing_key: Type.Optional(crossSigningKeyShape),
    auth: Type.Optional(AuthData),
  }),
  response: Type.Object({}),
})
