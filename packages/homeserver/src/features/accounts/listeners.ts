// What other features want to hear of accounts and devices.
import type { Clause } from '../../db/clause.ts'
import type { Tx } from '../../db/pool.ts'

/** What happened to a device. */
export type DeviceChange = 'added' | 'removed' | 'renamed'

/** A device by both its names. */
export interface DeviceRef {
  deviceId: string
  deviceNid: number
}

/** Hears of a device after the change is committed; the call that caused it is answered once this resolves. */
export type DeviceListener = (userId: string, device: DeviceRef, change: DeviceChange) => Promise<void>

/**
 * Has a new device made, in one statement, together with what the listeners of devices would write down of it afterwards; they
 * are not called then. `work` carries the note along in its statement, waits for no lock, and gives back nothing where it
 * made none.
 */
export type AroundNewDevice = <T>(userId: string, work: (note: Clause) => Promise<T | undefined>) => Promise<T | undefined>

/** Hears of a device that waits to be approved. */
export type ProbationListener = (userId: string, device: DeviceRef) => Promise<void>

/** Hears of a new account; `displayName` where its maker gave one. */
export type AccountCreatedListener = (userId: string, details: { displayName: string | undefined }) => Promise<void>

/** Hears of an account closed for good; `erase`: its owner asks that what they said be hidden from newcomers. */
export type AccountClosedListener = (userId: string, details: { erase: boolean }) => Promise<void>

/** Hears, within its transaction, that an account has a new password. */
export type NewPasswordListener = (tx: Tx, who: { userId: string; userNid: number }) => Promise<void>

/** Hears, within its transaction, that a refresh token was used after it was spent. */
export type TokenReuseListener = (tx: Tx, reuse: { userNid: number; deviceId: string; clientId: string }) => Promise<void>

/** The listeners of this feature. */
export interface Listeners {
  device: Set<DeviceListener>
  probation: Set<ProbationListener>
  accountCreated: Set<AccountCreatedListener>
  accountClosed: Set<AccountClosedListener>
  newPassword: Set<NewPasswordListener>
  tokenReuse: Set<TokenReuseListener>
}

/** Nobody listens yet. */
export function createListeners(): Listeners {
  return { device: new Set(), probation: new Set(), accountCreated: new Set(), accountClosed: new Set(), newPassword: new Set(), tokenReuse: new Set() }
}

/** Calls every listener, also after one has failed; then throws the first failure. */
export async function tellAll<A extends unknown[]>(listeners: Set<(...details: A) => Promise<void>>, ...details: A): Promise<void> {
  const results = await Promise.allSettled([...listeners].map(async (listener) => listener(...details)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
