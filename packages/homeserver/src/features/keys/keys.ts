// Keys: identity keys, one-time keys, cross-signing, signatures, and who hears that they changed.
import type { Db } from '../../db/pool.ts'
import type { Reauthentication } from '../../reauthentication.ts'
import type { RoomPeople } from '../../room-people.ts'
import type { Session } from '../../session.ts'
import type { Changes } from '../../streams/changes.ts'
import type { ClaimedKeys, ClaimRequest } from './claim-keys.ts'
import { claimKeys } from './claim-keys.ts'
import type { CrossSigningUpload } from './cross-signing.ts'
import { uploadCrossSigning } from './cross-signing.ts'
import { deviceListChangesFor, forgetDevice, keysChanges, recordDeviceChange } from './device-lists.ts'
import type { KeyCounts } from './key-counts.ts'
import { createKeyCounts } from './key-counts.ts'
import type { KeyQuery, QueriedKeys } from './query-keys.ts'
import { queryKeys } from './query-keys.ts'
import type { SignatureFailures, SignatureUpload } from './signatures.ts'
import { uploadSignatures } from './signatures.ts'
import type { KeyUpload } from './upload-keys.ts'
import { uploadKeys } from './upload-keys.ts'

/** How far a sync token reaches in the two streams. */
export interface TokenPosition {
  events: number
  changes: number
}

/** What sync tells keys. */
export interface SyncStreams {
  /** The positions of a sync token; undefined where the text is none. */
  parseToken(token: string): TokenPosition | undefined
  /** Users with whom `userId` began or ceased to share a room between two tokens. */
  peopleMoved?(userId: string, from: TokenPosition, to: TokenPosition): Promise<{ joined: string[]; left: string[] }>
}

/** What the operations need. */
export interface KeysDeps {
  db: Db
  changes: Changes
  people: RoomPeople
  reauthentication: Reauthentication
  streams: SyncStreams
  settings: { serverName: string }
}

/** The dependencies, and the counts that every operation on one-time keys has to keep true. */
export interface KeysContext extends KeysDeps {
  counts: KeyCounts
}

/** Positions of the change stream, `from` excluded and `to` included. */
export interface DeviceListRange {
  userId: string
  from: number
  to: number
}

/** The operations of this feature. */
export interface Keys {
  /** Stores keys of the session's device; gives back how many one-time keys it has left of each algorithm. */
  upload(session: Session, upload: KeyUpload): Promise<Record<string, number>>
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
  /** Removes the keys of a device that is gone, and records the change. */
  forgetDevice(userId: string, deviceNid: number, deviceId: string): Promise<void>
}

/** Ties the operations to what they need. */
export function createKeys(deps: KeysDeps): Keys {
  const context: KeysContext = { ...deps, counts: createKeyCounts(deps.db) }
  return {
    upload: (session, upload) => uploadKeys(context, session, upload),
    query: (session, query) => queryKeys(context, session, query),
    claim: (session, request) => claimKeys(context, session, request),
    changesBetween: (session, from, to) => keysChanges(context, session.userId, from, to),
    uploadCrossSigning: (session, upload) => uploadCrossSigning(context, session, upload),
    uploadSignatures: (session, upload) => uploadSignatures(context, session, upload),
    countsFor: (deviceNid) => context.counts.countsFor(deviceNid),
    deviceListChangesFor: (range) => deviceListChangesFor(context, range),
    recordDeviceChange: (userId) => recordDeviceChange(context, userId),
    forgetDevice: (userId, deviceNid, deviceId) => forgetDevice(context, { userId, deviceNid, deviceId }),
  }
}
