// Row types of the OAuth 2.0 provider.
import type { Generated } from 'kysely'

/** See migration 0281. */
export interface OAuthClientTable {
  client_id: string
  metadata: string
  metadata_hash: Buffer
  last_used_at_ms: number
}

/** See migration 0282. */
export interface OAuthArtifactTable {
  artifact_hash: Buffer
  user_id: string | null
  payload: string
  is_consumed: Generated<boolean>
  expires_at_ms: number
}

/** See migration 0284. */
export interface OAuthConsentTable {
  user_nid: number
  client_id: string
  scope: string
  ip: string
  granted_at_ms: number
}

/** See migration 0286. */
export interface CrossSigningPermissionTable {
  user_nid: number
  until_ms: number
}

/** See migration 0287. */
export interface UpstreamIdentityTable {
  issuer: string
  subject: string
  user_nid: number
  linked_at_ms: number
}

/** See migration 0370. */
export interface DeviceGrantTable {
  device_code_hash: Buffer
  user_code: string
  client_id: string
  scope: string
  ip: string
  agent: string
  shown_by: number | null
  dpop_jkt: string | null
  is_typed_early: Generated<boolean>
  is_allowed: boolean | null
  polled_at_ms: number | null
  expires_at_ms: number
}

/** The tables of this feature. */
export interface OAuthTables {
  device_grant: DeviceGrantTable
  oauth_client: OAuthClientTable
  oauth_artifact: OAuthArtifactTable
  oauth_consent: OAuthConsentTable
  cross_signing_permission: CrossSigningPermissionTable
  upstream_identity: UpstreamIdentityTable
}
