// Device lists: whose devices or cross-signing keys changed. A change is one row, whoever hears of it; who shares a
// room with whom is looked up when somebody asks.
import { MatrixError } from '@chappe/contract'
import type { Clause } from '../../db/clause.ts'
import { deleteSignaturesBy, deleteSignaturesOn } from './cross-signing-store.ts'
import { deviceListChange, listDeviceListChanges, upsertDeviceListChange } from './device-lists-store.ts'
import type { DeviceListRange, KeysContext } from './keys-deps.ts'
import { deleteDeviceKeys } from './keys-store.ts'

/** See `Keys.deviceListChangesFor`. */
export async function deviceListChangesFor(context: KeysContext, range: DeviceListRange): Promise<string[]> {
  if (range.to <= range.from) return []
  return listDeviceListChanges(context.db, range.userId, range.from, range.to)
}

/** See `Keys.recordDeviceChange`. */
export async function recordDeviceChange(context: KeysContext, userId: string): Promise<void> {
  const users = await context.people.listenersOf(userId)
  await context.changes.write([{ kind: 'deviceLists', users, about: userId }], (position) =>
    upsertDeviceListChange(context.db, userId, position),
  )
}

/** See `Keys.withDeviceChange`. */
export async function withDeviceChange<T>(context: KeysContext, userId: string, work: (note: Clause) => Promise<T | undefined>): Promise<T | undefined> {
  const users = await context.people.listenersOf(userId)
  return context.changes.write<T | undefined>(
    (done) => (done === undefined ? [] : [{ kind: 'deviceLists', users, about: userId }]),
    (position) => work(deviceListChange(userId, position)),
  )
}

/** See `Keys.forgetDevice`. */
export async function forgetDevice(
  context: KeysContext,
  device: { userId: string; deviceNid: number; deviceId: string },
): Promise<void> {
  const { userId, deviceNid, deviceId } = device
  const users = await context.people.listenersOf(userId)
  await context.changes.write([{ kind: 'deviceLists', users, about: userId }], (position) =>
    context.db.transaction().execute(async (tx) => {
      await deleteDeviceKeys(tx, deviceNid)
      await deleteSignaturesOn(tx, userId, deviceId)
      await deleteSignaturesBy(tx, userId, `ed25519:${deviceId}`)
      await upsertDeviceListChange(tx, userId, position)
    }),
  )
  context.counts.invalidate(deviceNid)
}

/**
 * `/keys/changes`: whose devices changed between two sync tokens, and whom the caller met or parted from.
 * Only the last change of a user is kept, so the range is left open at its end: a change after `to` is told twice
 * rather than one before it never. The specification calls `to` a hint.
 */
export async function keysChanges(
  context: KeysContext,
  userId: string,
  from: string,
  to: string,
): Promise<{ changed: string[]; left: string[] }> {
  const start = context.streams.parseToken(from)
  const end = context.streams.parseToken(to)
  if (start === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'from: not a token of this server' })
  if (end === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'to: not a token of this server' })
  const range = { userId, from: start.changes, to: Math.max(end.changes, context.changes.current()) }
  const changed = await deviceListChangesFor(context, range)
  const moved = await context.streams.peopleMoved?.(userId, start, end)
  if (moved === undefined) return { changed, left: [] }
  return { changed: [...new Set([...changed, ...moved.joined])], left: moved.left }
}
