// GET /_matrix/client/v1/auth_metadata
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1authmetadata
import { Type } from 'typebox'
import { endpoint } from '../../endpoint.ts'

const Texts = Type.Array(Type.String())

/** How to sign in by OAuth 2.0. */
export const authMetadata = endpoint({
  operation: 'getAuthMetadata',
  method: 'GET',
  path: '/_matrix/client/v1/auth_metadata',
  aliases: ['/_matrix/client/unstable/org.matrix.msc2965/auth_metadata'],
  spec: 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1authmetadata',
  auth: 'none',
  rate: 'read',
  reveals: [],
  response: Type.Object({
    issuer: Type.String(),
    authorization_endpoint: Type.String(),
    token_endpoint: Type.String(),
    revocation_endpoint: Type.String(),
    registration_endpoint: Type.String(),
    jwks_uri: Type.String(),
    response_types_supported: Texts,
    response_modes_supported: Texts,
    grant_types_supported: Texts,
    code_challenge_methods_supported: Texts,
    prompt_values_supported: Texts,
    account_management_uri: Type.String(),
    account_management_actions_supported: Texts,
  }),
})
