// Everything end-to-end encryption needs of the server, tied together: keys, key backup, messages to devices.
import type { Db } from '../db/pool.ts'
import type { Clock } from '../deps.ts'
import { createDehydratedDevices } from '../features/dehydrated-devices/dehydrated-devices.ts'
import { dehydratedDevicesRoutes } from '../features/dehydrated-devices/routes/all.ts'
import type { KeyBackup } from '../features/key-backup/key-backup.ts'
import { createKeyBackup } from '../features/key-backup/key-backup.ts'
import { keyBackupRoutes } from '../features/key-backup/routes/all.ts'
import type { Keys, SyncStreams } from '../features/keys/keys.ts'
import { createKeys } from '../features/keys/keys.ts'
import { keysRoutes } from '../features/keys/routes/all.ts'
import { toDeviceRoutes } from '../features/to-device/routes/all.ts'
import type { ToDevice } from '../features/to-device/to-device.ts'
import { createToDevice } from '../features/to-device/to-device.ts'
import type { Route } from '../http/route.ts'
import type { Reauthentication } from '../reauthentication.ts'
import type { RoomPeople } from '../room-people.ts'
import type { Changes } from '../streams/changes.ts'

/** What the three features need. */
export interface EncryptionDeps {
  db: Db
  clock: Clock
  changes: Changes
  people: RoomPeople
  reauthentication: Reauthentication
  streams: SyncStreams
  settings: { serverName: string; remembersCounts?: boolean }
}

/** The three features: their front doors for sync, and their routes. */
export interface Encryption {
  keys: Keys
  toDevice: ToDevice
  backup: KeyBackup
  routes: Route[]
  /** What sync asks of them. */
  syncSources: {
    toDeviceFor: ToDevice['messagesFor']
    confirmToDevice: ToDevice['confirm']
    keyCountsOf: Keys['countsFor']
    deviceListChangesFor: Keys['deviceListChangesFor']
    sharingWith: RoomPeople['sharingWith']
  }
  /** What accounts tell of devices: one that is gone is forgotten, any other change is told to who shares rooms. */
  onDeviceChange(userId: string, device: { deviceId: string; deviceNid: number }, change: string): Promise<void>
  /** Has a new device made together with what that tells to who shares rooms. */
  withDeviceChange: Keys['withDeviceChange']
}

/** Ties the features. */
export function createEncryption(deps: EncryptionDeps): Encryption {
  const { db, clock, changes, people, reauthentication, streams, settings } = deps
  const keys = createKeys({ db, changes, people, reauthentication, streams, settings })
  const toDevice = createToDevice({ db, changes, clock })
  const backup = createKeyBackup({ db })
  const dehydrated = createDehydratedDevices({ db, changes, people, keys, toDevice })
  return {
    keys,
    toDevice,
    backup,
    routes: [...keysRoutes(keys), ...keyBackupRoutes(backup), ...toDeviceRoutes(toDevice), ...dehydratedDevicesRoutes(dehydrated)],
    syncSources: {
      toDeviceFor: (range) => toDevice.messagesFor(range),
      confirmToDevice: (deviceNid, upTo) => toDevice.confirm(deviceNid, upTo),
      keyCountsOf: (deviceNid) => keys.countsFor(deviceNid),
      deviceListChangesFor: (range) => keys.deviceListChangesFor(range),
      sharingWith: (userId, others) => people.sharingWith(userId, others),
    },
    withDeviceChange: (userId, work) => keys.withDeviceChange(userId, work),
    async onDeviceChange(userId, { deviceId, deviceNid }, change) {
      if (change !== 'removed') return keys.recordDeviceChange(userId)
      await toDevice.forgetDevice(deviceNid)
      await keys.forgetDevice(userId, deviceNid, deviceId)
    },
  }
}
