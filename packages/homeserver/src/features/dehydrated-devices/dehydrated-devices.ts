// Dehydrated devices: a device that exists in its owner's secret storage only, so that somebody who is signed in nowhere
// still receives keys. Others see a device like any other; in the owner's list of devices it does not stand.
// https://github.com/matrix-org/matrix-spec-proposals/pull/3814
import { MatrixError } from '@chappe/contract'
import { isDeviceId } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { RoomPeople } from '../../room-people.ts'
import type { Session } from '../../session.ts'
import type { Changes } from '../../streams/changes.ts'
import type { Keys, KeyUpload } from '../keys/keys.ts'
import type { ToDevice } from '../to-device/to-device.ts'
import { deleteDehydrated, findDehydrated, insertDehydrated, lockOwner } from './dehydrated-devices-store.ts'

/** What the operations need. */
export interface DehydratedDevicesDeps {
  db: Db
  changes: Changes
  people: RoomPeople
  keys: Pick<Keys, 'prepareUpload' | 'forgetDevice'>
  toDevice: Pick<ToDevice, 'messagesFor' | 'forgetDevice'>
}

/** A device to store: its encrypted private half, and the public keys that make it a device. */
export interface DehydratedUpload extends KeyUpload {
  deviceId: string
  data: object
  displayName: string | undefined
}

/** The operations of this feature. */
export interface DehydratedDevices {
  /** Stores the device with its keys, all or nothing, in place of the one before; gives back its id. */
  put(session: Session, upload: DehydratedUpload): Promise<string>
  /** Throws `M_NOT_FOUND` where there is none. */
  get(session: Session): Promise<{ deviceId: string; dataText: string }>
  /** Removes it with its keys and messages; gives back its id. Throws `M_NOT_FOUND` where there is none. */
  delete(session: Session): Promise<string>
  /** Messages that wait for it, JSON texts in order of arrival. They stay, so that a client that fails can begin anew. */
  eventsFor(session: Session, deviceId: string, nextBatch: string | undefined): Promise<{ events: string[]; nextBatch: string }>
}

const MAX_DATA_BYTES = 65_536
const PAGE = 100
const BATCH = /^d(\d{1,15})$/

/** Ties the operations to what they need. */
export function createDehydratedDevices(deps: DehydratedDevicesDeps): DehydratedDevices {
  const { db } = deps
  return {
    put: (session, upload) => put(deps, session, upload),
    async get(session) {
      const found = await findDehydrated(db, session.userNid)
      if (found === undefined) throw noDevice()
      return { deviceId: found.deviceId, dataText: found.data }
    },
    delete: (session) => remove(deps, session),
    async eventsFor(session, deviceId, nextBatch) {
      const found = await findDehydrated(db, session.userNid)
      if (found?.deviceId !== deviceId) throw noDevice()
      const from = nextBatch === undefined ? 0 : positionOf(nextBatch)
      const range = { userId: session.userId, deviceNid: found.deviceNid, from, to: deps.changes.current(), limit: PAGE }
      const { events, upTo } = await deps.toDevice.messagesFor(range)
      return { events, nextBatch: `d${Math.max(from, upTo)}` }
    },
  }
}

async function put(deps: DehydratedDevicesDeps, session: Session, upload: DehydratedUpload): Promise<string> {
  const { db, changes, people, keys } = deps
  const { userId, userNid } = session
  const { deviceId } = upload
  if (!isDeviceId(deviceId)) throw new MatrixError('M_INVALID_PARAM', { message: 'device_id: 1 to 255 bytes without control characters' })
  const data = JSON.stringify(upload.data)
  if (Buffer.byteLength(data) > MAX_DATA_BYTES) throw new MatrixError('M_TOO_LARGE', { message: 'device_data is too large' })
  const prepared = keys.prepareUpload({ userId, deviceId }, upload)
  // Signatures are kept by device id: those on the one before go first, where it had the same.
  if ((await findDehydrated(db, userNid))?.deviceId === deviceId) await remove(deps, session)
  const users = await people.listenersOf(userId)
  const before = await changes.write([{ kind: 'deviceLists', users, about: userId }], (position) =>
    db.transaction().execute(async (tx) => {
      await lockOwner(tx, userNid)
      const old = await findDehydrated(tx, userNid)
      if (old !== undefined) await deleteDehydrated(tx, old.deviceNid)
      const deviceNid = await insertDehydrated(tx, { userNid, deviceId, displayName: upload.displayName ?? null, data })
      if (deviceNid === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'You are signed in on a device of that id' })
      await prepared.store(tx, deviceNid, position)
      return old
    }),
  )
  if (before !== undefined) await forget(deps, userId, before)
  return deviceId
}

async function remove(deps: DehydratedDevicesDeps, session: Session): Promise<string> {
  const found = await deps.db.transaction().execute(async (tx) => {
    await lockOwner(tx, session.userNid)
    const device = await findDehydrated(tx, session.userNid)
    if (device !== undefined) await deleteDehydrated(tx, device.deviceNid)
    return device
  })
  if (found === undefined) throw noDevice()
  await forget(deps, session.userId, found)
  return found.deviceId
}

/** After the commit: what other features keep of a device that is gone. */
async function forget(
  deps: DehydratedDevicesDeps,
  userId: string,
  device: { deviceNid: number; deviceId: string },
): Promise<void> {
  await deps.toDevice.forgetDevice(device.deviceNid)
  await deps.keys.forgetDevice(userId, device.deviceNid, device.deviceId)
}

function positionOf(nextBatch: string): number {
  const digits = BATCH.exec(nextBatch)?.[1]
  if (digits === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'next_batch: not a token of this device' })
  return Number(digits)
}

function noDevice(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'You have no such dehydrated device' })
}
