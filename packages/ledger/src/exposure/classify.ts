// From what was delivered of something to its class.
import type { ExposedEvents, ExposureClass } from './report.ts'

/** What of a room's events was delivered. */
export interface Delivered {
  /** Events that are there, in the clear: what people wrote, and what is never encrypted (state, reactions). */
  written: number
  neverEncrypted: number
  ciphertext: number
  /** Named by a row and there no more, or not named. */
  unknown: number
}

/** Whether keys for what is encrypted can have come to a session, by what it was sent and by who was ever in the room. */
export function areKeysReachable(keys: { isAny: boolean; isVague: boolean; senders: { has(number: number): boolean } }, members: Iterable<number>): boolean {
  if (keys.isAny || keys.isVague) return true
  for (const member of members) if (keys.senders.has(member)) return true
  return false
}

/**
 * The class of a room is that of what people wrote in it. Where nothing of that was delivered, what the room shows of itself
 * is: in the clear, unless the room is encrypted and keeps its messages.
 */
export function classOfRoom({ written, neverEncrypted, ciphertext, unknown }: Delivered, { isEncrypted, hasKeys }: { isEncrypted: boolean; hasKeys: boolean }): ExposureClass {
  if (written > 0) return 'delivered'
  if (unknown > 0) return 'unknown'
  if (ciphertext > 0) return hasKeys ? 'keys_reachable' : 'ciphertext_only'
  if (neverEncrypted > 0) return isEncrypted ? 'ciphertext_only' : 'delivered'
  return 'reachable'
}

/** The class of a person: whoever's name or words were shown is `delivered`. */
export function classOfPerson({ clear, ciphertext, isNamed }: { clear: number; ciphertext: number; isNamed: boolean }, hasKeys: boolean): ExposureClass {
  if (clear > 0 || isNamed) return 'delivered'
  if (ciphertext > 0) return hasKeys ? 'keys_reachable' : 'ciphertext_only'
  return 'reachable'
}

/** Counts by class. */
export function eventsByClass(delivered: Delivered, counts: { hasKeys: boolean; state: number; reachable: number; total: number }): ExposedEvents {
  const { written, neverEncrypted, ciphertext, unknown } = delivered
  return {
    delivered: written + neverEncrypted,
    ciphertextOnly: counts.hasKeys ? 0 : ciphertext,
    keysReachable: counts.hasKeys ? ciphertext : 0,
    unknown,
    reachable: counts.reachable,
    state: counts.state,
    total: counts.total,
  }
}

/** How much of a room was delivered or may have been, from 0 to 1 with four digits. */
export function shareOf({ delivered, ciphertextOnly, keysReachable, unknown, total }: ExposedEvents): number {
  const known = delivered + ciphertextOnly + keysReachable + unknown
  return total === 0 ? (known === 0 ? 0 : 1) : Math.round(Math.min(1, known / total) * 10_000) / 10_000
}
