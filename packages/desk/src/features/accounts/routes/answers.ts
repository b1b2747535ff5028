// From accounts to what goes over the wire.
import type { AccountRecord } from '@chappe/homeserver/ports'
import type { AccountDetails } from '../accounts.ts'

/** An account. */
export function accountAnswer(account: AccountRecord) {
  return {
    user_id: account.userId,
    state: account.state,
    display_name: account.displayName,
    account_type: account.accountType,
    organisation_id: account.organisationId,
    roles: [...account.roles],
    must_enrol: account.mustEnrol,
    created_at_ms: account.createdAtMs,
    valid_until_ms: account.validUntilMs,
    last_seen_at_ms: account.lastSeenAtMs,
  }
}

/** An account with what hangs on it. */
export function detailsAnswer(account: AccountDetails) {
  return {
    ...accountAnswer(account),
    addresses: account.addresses,
    devices: account.devices.map((device) => ({
      device_id: device.deviceId,
      display_name: device.displayName,
      last_seen_ip: device.lastSeenIp,
      last_seen_at_ms: device.lastSeenAtMs,
      on_probation_since_ms: device.onProbationSinceMs,
    })),
    joined_rooms: account.joinedRooms,
    invitations: account.invitations,
    job: account.job,
    is_job_of_directory: account.isJobOfDirectory,
  }
}
