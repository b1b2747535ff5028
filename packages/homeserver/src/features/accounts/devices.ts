// The devices of an account: seeing, renaming and ending them.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import type { AccountsContext } from './context.ts'
import type { Device, DeviceChoice } from './devices-store.ts'
import { deleteDevicesOf, endProbation, findDevice, listDevicesOf, setDeviceName, upsertDevice } from './devices-store.ts'
import type { Who } from './interactive-auth.ts'
import { tellAll } from './listeners.ts'
import { assertDeviceWish } from './sign-in.ts'
import { deleteLoginTokensOf } from './tokens-store.ts'

/** The devices of an account, with when they were last seen up to this moment. */
export async function listDevices(ctx: AccountsContext, who: Who): Promise<Device[]> {
  await ctx.sessions.flushSeen()
  return listDevicesOf(ctx.db, who.userNid)
}

/** One device of an account; throws `M_NOT_FOUND`. */
export async function getDevice(ctx: AccountsContext, who: Who, deviceId: string): Promise<Device> {
  await ctx.sessions.flushSeen()
  const device = await findDevice(ctx.db, who.userNid, deviceId)
  if (device === undefined) throw noSuchDevice()
  return device
}

/** Renames a device, or leaves its name where none is given; throws `M_NOT_FOUND`. */
export async function renameDevice(ctx: AccountsContext, who: Who, deviceId: string, displayName: string | undefined): Promise<void> {
  if (displayName === undefined) {
    await getDevice(ctx, who, deviceId)
    return
  }
  const deviceNid = await setDeviceName(ctx.db, { userNid: who.userNid, deviceId, displayName })
  if (deviceNid === undefined) throw noSuchDevice()
  await tellAll(ctx.listeners.device, who.userId, { deviceId, deviceNid }, 'renamed')
}

/** Renames a device of an application service's user, or makes it: true. */
export async function putDevice(ctx: AccountsContext, who: Who, deviceId: string, displayName: string | undefined): Promise<boolean> {
  assertDeviceWish({ deviceId })
  const made = await ctx.db.transaction().execute((tx) =>
    upsertDevice(tx, { userNid: who.userNid, deviceId, displayName: displayName ?? null }))
  if (made.isNew) await tellAll(ctx.listeners.device, who.userId, { deviceId, deviceNid: made.deviceNid }, 'added')
  else await renameDevice(ctx, who, deviceId, displayName)
  return made.isNew
}

/**
 * Approves a device that waits: from its next call on it may do what any may. Throws `M_NOT_FOUND` where there is none
 * of that id that waits. `also` commits with it.
 */
export async function approveDevice(ctx: AccountsContext, who: Who, deviceId: string, also?: (tx: Tx) => Promise<void>): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await also?.(tx)
    const approved = await endProbation(tx, { userNid: who.userNid, deviceId, nowMs: ctx.clock.now() })
    if (approved === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'No such device waits to be approved' })
  })
  await ctx.sessions.forgetAccount(who.userId, 'changed')
}

/** Ends devices: their tokens are refused from the moment this resolves. Unknown ids are passed over. */
export async function endDevices(ctx: AccountsContext, who: Who, choice: DeviceChoice): Promise<void> {
  const ended = await deleteDevicesOf(ctx.db, who.userNid, choice)
  await finishEnding(ctx, who, ended)
}

/** Ends every device, and every login token that is under way. */
export async function endAllDevices(ctx: AccountsContext, who: Who): Promise<void> {
  const ended = await ctx.db.transaction().execute(async (tx) => {
    await deleteLoginTokensOf(tx, who.userNid)
    return deleteDevicesOf(tx, who.userNid, { except: undefined })
  })
  await finishEnding(ctx, who, ended)
}

/** After the commit: forgets the devices' tokens, then tells who is gone. */
export async function finishEnding(
  ctx: AccountsContext,
  who: Who,
  ended: readonly { deviceNid: number; deviceId: string }[],
): Promise<void> {
  await ctx.sessions.forgetDevices(who.userId, ended.map((each) => each.deviceNid))
  for (const device of ended) await tellAll(ctx.listeners.device, who.userId, device, 'removed')
}

function noSuchDevice(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'You have no such device' })
}
