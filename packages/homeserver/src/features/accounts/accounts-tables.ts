// Row types of accounts, devices and tokens.
import type { AccountState, AccountType, Role } from '@chappe/policy'
import type { Generated } from 'kysely'

export type { AccountState } from '@chappe/policy'

/** See migration 0020. */
export interface AccountTable {
  user_nid: Generated<number>
  user_id: string
  password_hash: string | null
  is_guest: Generated<boolean>
  is_admin: Generated<boolean>
  /** See migration 0150. */
  is_suspended: Generated<boolean>
  is_locked: Generated<boolean>
  state: Generated<AccountState>
  created_at_ms: number
  /** See migration 0253. */
  organisation_nid: Generated<number | null>
  account_type: Generated<AccountType>
  valid_until_ms: Generated<number | null>
  /** See migration 0270. */
  must_enrol: Generated<boolean>
  state_before: Generated<AccountState | null>
}

/** See migration 0255. */
export interface AccountRoleTable {
  user_nid: number
  role: Role
  granted_at_ms: number
}

/** See migration 0256. */
export interface AccountAddressTable {
  address: string
  user_nid: number
  verified_at_ms: number
}

/** See migration 0266. */
export interface AccountReminderTable {
  user_nid: number
  valid_until_ms: number
  days: number
}

/** See migration 0021. */
export interface DeviceTable {
  device_nid: Generated<number>
  user_nid: number
  device_id: string
  display_name: string | null
  last_seen_ip: string | null
  last_seen_at_ms: number | null
  /** See migration 0258. */
  on_probation_since_ms: Generated<number | null>
}

/** See migration 0440. */
export interface ProbationTimeTable {
  device_nid: number
  from_ms: number
  to_ms: number | null
}

/** See migration 0022. */
export interface AccessTokenTable {
  token_hash: Buffer
  device_nid: number
  expires_at_ms: number | null
  confirms: Buffer | null
}

/** See migration 0271. */
export interface StoppedTokenTable {
  user_nid: number
  token_hash: Buffer
}

/** See migration 0023. */
export interface RefreshChainTable {
  chain_hash: Buffer
  device_nid: number
  good_hash: Buffer
  next_hash: Buffer | null
  /** See migration 0280. */
  client_id: Generated<string | null>
  dpop_jkt: Generated<string | null>
  /** See migration 0312. */
  began_at_ms: number
}

/** See migration 0024. */
export interface LoginTokenTable {
  token_hash: Buffer
  user_nid: number
  expires_at_ms: number
}

/** See migration 0154. */
export interface OpenIdTokenTable {
  token_hash: Buffer
  user_nid: number
  expires_at_ms: number
}

/** See migration 0156. */
export interface RegistrationTokenTable {
  token: string
  uses_allowed: number | null
  completed: Generated<number>
  expires_at_ms: number | null
}

/** See migration 0161. */
export interface DehydratedDeviceTable {
  user_nid: number
  device_nid: number
  device_data: string
}

/** See migration 0279. */
export interface BootstrapLinkTable {
  link_hash: Buffer
  user_nid: number
  purpose: 'operator' | 'release'
  expires_at_ms: number
  used_at_ms: number | null
}

/** The tables of this feature. */
export interface AccountsTables {
  account: AccountTable
  account_role: AccountRoleTable
  account_address: AccountAddressTable
  account_reminder: AccountReminderTable
  device: DeviceTable
  probation_time: ProbationTimeTable
  access_token: AccessTokenTable
  refresh_chain: RefreshChainTable
  stopped_token: StoppedTokenTable
  login_token: LoginTokenTable
  openid_token: OpenIdTokenTable
  registration_token: RegistrationTokenTable
  dehydrated_device: DehydratedDeviceTable
  bootstrap_link: BootstrapLinkTable
}
