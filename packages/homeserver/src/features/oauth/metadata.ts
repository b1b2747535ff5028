// What clients read before they sign somebody in.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1auth_metadata
import { DEVICE_GRANT } from './client-metadata.ts'
import { PATHS } from './provider.ts'

/** What somebody may be sent to the account's page for. */
const ACCOUNT_ACTIONS = [
  'org.matrix.profile',
  'org.matrix.devices_list',
  'org.matrix.device_view',
  'org.matrix.device_delete',
  'org.matrix.account_deactivate',
  'org.matrix.cross_signing_reset',
] as const

/** The metadata of the provider. */
export interface AuthMetadata {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  revocation_endpoint: string
  registration_endpoint: string
  jwks_uri: string
  response_types_supported: string[]
  response_modes_supported: string[]
  grant_types_supported: string[]
  code_challenge_methods_supported: string[]
  token_endpoint_auth_methods_supported: string[]
  revocation_endpoint_auth_methods_supported: string[]
  subject_types_supported: string[]
  id_token_signing_alg_values_supported: string[]
  dpop_signing_alg_values_supported: string[]
  prompt_values_supported: string[]
  authorization_response_iss_parameter_supported: boolean
  device_authorization_endpoint?: string
  account_management_uri: string
  account_management_actions_supported: string[]
}

/** Makes the metadata. `hasDeviceGrant`: devices may ask to be let in by a code (docs/decisions/0049). */
export function metadataOf(publicUrl: string, hasDeviceGrant: boolean): AuthMetadata {
  const at = (path: string): string => `${publicUrl}${path}`
  return {
    issuer: publicUrl,
    authorization_endpoint: at(PATHS.authorization),
    token_endpoint: at(PATHS.token),
    revocation_endpoint: at(PATHS.revocation),
    registration_endpoint: at(PATHS.registration),
    jwks_uri: at(PATHS.jwks),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: ['authorization_code', 'refresh_token', ...(hasDeviceGrant ? [DEVICE_GRANT] : [])],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    dpop_signing_alg_values_supported: ['ES256', 'EdDSA', 'Ed25519'],
    prompt_values_supported: ['create'],
    authorization_response_iss_parameter_supported: true,
    ...(hasDeviceGrant ? { device_authorization_endpoint: at(PATHS.deviceAuthorization) } : {}),
    account_management_uri: at('/account'),
    account_management_actions_supported: [...ACCOUNT_ACTIONS],
  }
}
