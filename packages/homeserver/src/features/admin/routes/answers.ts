// From accounts, devices and tokens to what goes over the wire to administrators.
import type { Standing } from '@chappe/policy'
import { reachOf } from '@chappe/policy'
import type { AccountDetails, Device, RateOverride, TokenEntry } from '../admin.ts'

/** An account. Fields of other servers that mean nothing here have the value that says so. */
export function accountAnswer(details: AccountDetails) {
  return {
    name: details.userId,
    displayname: details.displayName,
    avatar_url: details.avatarUrl,
    is_guest: details.isGuest,
    admin: details.isAdmin,
    deactivated: details.state === 'closed',
    locked: isLocked(details),
    suspended: isSuspended(details),
    erased: false,
    shadow_banned: false,
    user_type: null,
    creation_ts: details.createdAtMs,
    last_seen_ts: details.lastSeenAtMs,
    threepids: [],
    external_ids: [],
  }
}

/** Whether the account gets in nowhere, be it by an administrator's mark or by its state. */
export function isLocked(standing: Standing): boolean {
  const reach = reachOf(standing)
  return standing.state !== 'closed' && (reach === 'nothing' || reach === 'signingOut')
}

/** Whether the account reads and does not act, be it by an administrator's mark or by its state. */
export function isSuspended(standing: Standing): boolean {
  return standing.isSuspended || standing.state === 'suspended'
}

/** A device. */
export function deviceAnswer(userId: string, device: Device) {
  return {
    device_id: device.deviceId,
    user_id: userId,
    display_name: device.displayName,
    last_seen_ip: device.lastSeenIp,
    last_seen_ts: device.lastSeenAtMs,
  }
}

interface Connection {
  ip?: string
  last_seen?: number
}

/** When and from where devices were last heard of. */
export function whoAnswer(userId: string, devices: readonly Device[]) {
  const entries = devices.map((device): [string, { sessions: { connections: Connection[] }[] }] => {
    const { lastSeenIp, lastSeenAtMs } = device
    const connection = {
      ...(lastSeenIp === null ? {} : { ip: lastSeenIp }),
      ...(lastSeenAtMs === null ? {} : { last_seen: lastSeenAtMs }),
    }
    return [device.deviceId, { sessions: [{ connections: lastSeenAtMs === null ? [] : [connection] }] }]
  })
  return { user_id: userId, devices: Object.fromEntries(entries) }
}

/** A registration token. */
export function tokenAnswer(entry: TokenEntry) {
  const { token, usesAllowed, completed, expiresAtMs } = entry
  return { token, uses_allowed: usesAllowed, pending: 0, completed, expiry_time: expiresAtMs }
}

/** The limits of their own that a user has; empty where they have none. */
export function overrideAnswer(override: RateOverride | undefined) {
  return override === undefined ? {} : { messages_per_second: override.perSecond, burst_count: override.burst }
}
