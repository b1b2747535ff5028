// Keys: identity keys, one-time keys, cross-signing, signatures, and who hears that they changed.
import type { Clause } from '../../db/clause.ts'
import type { Tx } from '../../db/pool.ts'
import type { Session } from '../../session.ts'
import type { ClaimedKeys, ClaimRequest } from './claim-keys.ts'
import { claimKeys } from './claim-keys.ts'
import { deleteKeysOfUser } from './cross-signing-store.ts'
import type { CrossSigningUpload } from './cross-signing.ts'
import { uploadCrossSigning } from './cross-signing.ts'
import { upsertDeviceListChange } from './device-lists-store.ts'
import { deviceListChangesFor, forgetDevice, keysChanges, recordDeviceChange, withDeviceChange } from './device-lists.ts'
import { askKeyCounts, createKeyCounts } from './key-counts.ts'
import { countKeyedDevices } from './keys-store.ts'
import type { DeviceListRange, KeysContext, KeysDeps } from './keys-deps.ts'
import type { KeyQuery, QueriedKeys } from './query-keys.ts'
import { queryKeys } from './query-keys.ts'
import type { SignatureFailures, SignatureUpload } from './signatures.ts'
import { uploadSignatures } from './signatures.ts'
import type { KeyUpload } from './upload-keys.ts'
import { prepareUpload, uploadKeys } from './upload-keys.ts'

export type { SyncStreams } from './keys-deps.ts'
export type { KeyUpload } from './upload-keys.ts'

/** The operations of this feature. */
export interface Keys {
  /** Stores keys of the session's device; gives back how many one-time keys it has left of each algorithm. */
  upload(session: Session, upload: KeyUpload): Promise<Record<string, number>>
  /** Checks keys of a device that another feature is about to make. */
  prepareUpload: typeof prepareUpload
  query(session: Session, query: KeyQuery): Promise<QueriedKeys>
  claim(session: Session, request: ClaimRequest): Promise<ClaimedKeys>
  changesBetween(session: Session, from: string, to: string): Promise<{ changed: string[]; left: string[] }>
  uploadCrossSigning(session: Session, upload: CrossSigningUpload): Promise<void>
  uploadSignatures(session: Session, upload: SignatureUpload): Promise<SignatureFailures>
  /** For every sync answer: from memory wherever it was asked before and nothing was uploaded or claimed since. */
  countsFor(deviceNid: number): Promise<{ oneTimeKeyCounts: Record<string, number>; unusedFallbackKeyTypes: string[] }>
  /** For sync: whose devices changed, among those who share a room with the user, the user too. */
  deviceListChangesFor(range: DeviceListRange): Promise<string[]>
  /** Notes that a device of the user was added or renamed, and wakes who shares a room with them. */
  recordDeviceChange(userId: string): Promise<void>
  /**
   * Has a device of the user made together with that note, which `work` carries along in its statement. It must wait for no
   * lock meanwhile, since no later change shows before this one is settled; nothing is told where it gives back nothing.
   */
  withDeviceChange<T>(userId: string, work: (note: Clause) => Promise<T | undefined>): Promise<T | undefined>
  /**
   * Within a transaction: notes that the devices of a user who is stopped are gone in the eyes of others, so that they
   * make new keys for their rooms. Gives back how many devices had keys.
   */
  freeze(userId: string, position: number, tx: Tx): Promise<number>
  /** Within a transaction: takes the cross-signing keys of a user away, with every signature by or on their keys. */
  reset(userId: string, position: number, tx: Tx): Promise<void>
  /** Removes the keys of a device that is gone, and records the change. */
  forgetDevice(userId: string, deviceNid: number, deviceId: string): Promise<void>
}

/** Ties the operations to what they need. */
export function createKeys(deps: KeysDeps): Keys {
  const context: KeysContext = { ...deps, counts: deps.settings.remembersCounts === true ? createKeyCounts(deps.db) : askKeyCounts(deps.db) }
  return {
    upload: (session, upload) => uploadKeys(context, session, upload),
    prepareUpload,
    query: (session, query) => queryKeys(context, session, query),
    claim: (session, request) => claimKeys(context, session, request),
    changesBetween: (session, from, to) => keysChanges(context, session.userId, from, to),
    uploadCrossSigning: (session, upload) => uploadCrossSigning(context, session, upload),
    uploadSignatures: (session, upload) => uploadSignatures(context, session, upload),
    countsFor: (deviceNid) => context.counts.countsFor(deviceNid),
    deviceListChangesFor: (range) => deviceListChangesFor(context, range),
    recordDeviceChange: (userId) => recordDeviceChange(context, userId),
    withDeviceChange: (userId, work) => withDeviceChange(context, userId, work),
    async freeze(userId, position, tx) {
      await upsertDeviceListChange(tx, userId, position)
      return countKeyedDevices(tx, userId)
    },
    async reset(userId, position, tx) {
      await deleteKeysOfUser(tx, userId)
      await upsertDeviceListChange(tx, userId, position)
    },
    forgetDevice: (userId, deviceNid, deviceId) => forgetDevice(context, { userId, deviceNid, deviceId }),
  }
}
