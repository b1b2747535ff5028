// What of an answer may carry keys of rooms: messages to the device by who has sent them, and secrets in account data.
import { isSecretType } from '@chappe/policy'
import type { Read } from './http/reveal-tap.ts'
import { shownReads } from './http/shown.ts'
import type { Session } from './session.ts'

/** Messages to a device. */
export interface DeviceInbox {
  events: readonly string[]
  /** The numbers of the accounts that have sent something which may carry keys. */
  senders: readonly number[]
  /** Some of those who did have no number. */
  isVague: boolean
}

/** Messages to a device, by the accounts that may have sent keys in them. */
export function keyReads({ deviceId }: Pick<Session, 'deviceId'>, { events, senders, isVague }: DeviceInbox): Read<'keys'>[] {
  if (events.length === 0) return []
  const subject = `to-device:${deviceId}`.slice(0, 255)
  if (isVague) return [{ kind: 'keys', count: events.length, subject }]
  if (senders.length === 0) return [{ kind: 'keys', count: events.length, subject: `plain ${subject}`.slice(0, 255) }]
  return shownReads({ kind: 'keys', subject }, senders)
}

/** Secrets, sealed as they are stored: whoever has them and what opens them has the key backup. */
export function secretReads(entries: readonly { type: string }[]): Read<'keys'>[] {
  const count = entries.filter(({ type }) => isSecretType(type)).length
  return count === 0 ? [] : [{ kind: 'keys', count, subject: 'secrets' }]
}
