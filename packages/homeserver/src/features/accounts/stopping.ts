// What containment and the desk do to accounts: finding them, stopping them, letting them in again.
import { MatrixError } from '@chappe/contract'
import type { AccountAct, Role } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import { serverUserIdOf } from '../../server-user.ts'
import { lockAccount, setAccountState, setPasswordHash } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import type { Device } from './devices-store.ts'
import { deleteDevicesOf, endProbation } from './devices-store.ts'
import { endDevices, finishEnding, listDevices } from './devices.ts'
import type { Who } from './interactive-auth.ts'
import type { EnrolmentLinks } from './links.ts'
import { openLinks } from './links.ts'
import type { DeviceRef } from './listeners.ts'
import { closeAccount } from './owner.ts'
import { createAccount, userIdFor } from './registration.ts'
import type { Order, StateChange } from './states.ts'
import { applyAct, changeState } from './states.ts'
import type { AccountRecord, RecordFilter } from './stopping-store.ts'
import {
  countRooms,
  findOrganisationNid,
  findRecord,
  isInvitable,
  listAddressesOf,
  listOpenOf,
  listRecords,
  listWithRole,
  setRoles,
} from './stopping-store.ts'
import { forgetStopped, stopTokensOf, stopTokensOfDevice } from './tokens-store.ts'

export type { AccountRecord, RecordFilter } from './stopping-store.ts'

/** The operations. What takes a user id throws `M_NOT_FOUND` where there is none, or where it is the server's own. */
export interface Stopping {
  get(userId: string): Promise<AccountRecord>
  list(filter: RecordFilter, page: { from: number; limit: number }): Promise<{ accounts: AccountRecord[]; total: number }>
  listDevices(who: Who): Promise<Device[]>
  listAddresses(who: Who, tx?: Tx): Promise<string[]>
  countRooms(userId: string): Promise<{ joined: number; invited: number }>
  /** The accounts of an organisation that are not stopped or closed yet; throws `M_NOT_FOUND`. */
  listOpenOf(organisationId: string): Promise<string[]>
  listWithRole(role: Role): Promise<Who[]>
  /** Does an act that changes nothing but the state. */
  change(userId: string, act: AccountAct, order: Order): Promise<StateChange>
  close(userId: string, order: Order): Promise<void>
  setRoles(userId: string, roles: readonly Role[], also: (tx: Tx) => Promise<void>): Promise<AccountRecord>
  /** Within a transaction: brings the account into another state. */
  apply(tx: Tx, who: Who, act: AccountAct, order: Order): Promise<StateChange>
  /** Within a transaction: ends every token. Gives back how many there were. */
  endTokens(tx: Tx, who: Who): Promise<number>
  /** Within a transaction: takes away everything that let somebody in before. Gives back the devices, to be told of afterwards. */
  reset(tx: Tx, who: Who): Promise<DeviceRef[]>
  /** After the commit of `reset`. */
  tellReset(who: Who, devices: readonly DeviceRef[]): Promise<void>
  /** Ends the probation of a device; throws `M_NOT_FOUND` where none of that id waits. Gives back what it is called. */
  approveDevice(userId: string, deviceId: string, also: (tx: Tx) => Promise<void>): Promise<{ displayName: string | null }>
  /** Ends the tokens of one device, or the device itself; throws `M_NOT_FOUND`. */
  endSession(userId: string, deviceId: string, also: (tx: Tx) => Promise<void>): Promise<void>
  endDevice(userId: string, deviceId: string): Promise<void>
  /** Whether somebody may be invited: false for whoever is stopped. */
  isInvitable(userId: string): Promise<boolean>
  links: EnrolmentLinks
  /** Makes the first operator, or again the link of the one who has not enrolled yet. Throws `M_FORBIDDEN` where there is one. */
  makeFirstOperator(displayName: string | undefined): Promise<{ userId: string; secret: string }>
}

/** Ties the operations. */
export function openStopping(ctx: AccountsContext): Stopping {
  const { db } = ctx
  const links = openLinks(ctx)
  const get = (userId: string) => getRecord(ctx, userId)
  return {
    get,
    list: (filter, page) => listRecords(db, filter, page),
    listDevices: (who) => listDevices(ctx, who),
    listAddresses: (who, tx) => listAddressesOf(tx ?? db, who.userNid),
    countRooms: (userId) => countRooms(db, userId),
    async listOpenOf(organisationId) {
      const organisationNid = await findOrganisationNid(db, organisationId)
      if (organisationNid === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such organisation' })
      return listOpenOf(db, organisationNid)
    },
    listWithRole: (role) => listWithRole(db, role),
    change: async (userId, act, order) => changeState(ctx, await get(userId), act, order),
    close: async (userId, order) => closeAccount(ctx, await get(userId), false, order),
    async setRoles(userId, roles, also) {
      const account = await get(userId)
      await db.transaction().execute(async (tx) => {
        await setRoles(tx, account.userNid, roles, ctx.clock.now())
        await also(tx)
      })
      await ctx.sessions.forgetAccount(userId, 'changed')
      return get(userId)
    },
    apply: applyAct,
    endTokens: (tx, who) => stopTokensOf(tx, who.userNid),
    async reset(tx, who) {
      await stopTokensOf(tx, who.userNid)
      await forgetStopped(tx, who.userNid)
      await setPasswordHash(tx, who.userNid, null)
      return deleteDevicesOf(tx, who.userNid, 'all')
    },
    tellReset: (who, devices) => finishEnding(ctx, who, devices),
    async approveDevice(userId, deviceId, also) {
      const account = await get(userId)
      const approved = await db.transaction().execute(async (tx) => {
        const found = await endProbation(tx, { userNid: account.userNid, deviceId, nowMs: ctx.clock.now() })
        if (found === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'No such device waits to be approved' })
        await also(tx)
        return found
      })
      await ctx.sessions.forgetAccount(userId, 'changed')
      return approved
    },
    async endSession(userId, deviceId, also) {
      const account = await get(userId)
      const deviceNid = await db.transaction().execute(async (tx) => {
        const found = await stopTokensOfDevice(tx, account.userNid, deviceId)
        if (found === undefined) throw noSuchDevice()
        await also(tx)
        return found
      })
      await ctx.sessions.forgetDevices(userId, [deviceNid])
    },
    async endDevice(userId, deviceId) {
      const account = await get(userId)
      const known = (await listDevices(ctx, account)).some((each) => each.deviceId === deviceId)
      if (!known) throw noSuchDevice()
      await endDevices(ctx, account, { ids: [deviceId] })
    },
    isInvitable: (userId) => isInvitable(db, userId),
    links,
    makeFirstOperator: (displayName) => makeFirstOperator(ctx, links, displayName),
  }
}

/** Nobody speaks for the server, nor silences it: its own account is none that the desk has. */
async function getRecord(ctx: AccountsContext, userId: string): Promise<AccountRecord> {
  const record = userId === serverUserIdOf(ctx.settings.serverName) ? undefined : await findRecord(ctx.db, userId)
  if (record === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such account' })
  return record
}

async function makeFirstOperator(
  ctx: AccountsContext,
  links: EnrolmentLinks,
  displayName: string | undefined,
): Promise<{ userId: string; secret: string }> {
  const [known] = await listWithRole(ctx.db, 'operator')
  if (known !== undefined && !known.mustEnrol) throw new MatrixError('M_FORBIDDEN', { message: 'There is an operator already' })
  const userId = known?.userId ?? userIdFor(ctx, undefined)
  if (known === undefined) await createAccount(ctx, { userId, passwordHash: null, displayName, device: undefined })
  const { userNid } = await getRecord(ctx, userId)
  const secret = await ctx.db.transaction().execute(async (tx) => {
    await setAccountStateToEnrol(tx, userNid)
    await setRoles(tx, userNid, ['operator'], ctx.clock.now())
    return links.make(tx, { userId, userNid }, 'operator')
  })
  return { userId, secret }
}

async function setAccountStateToEnrol(tx: Tx, userNid: number): Promise<void> {
  const { state } = await lockAccount(tx, userNid)
  await setAccountState(tx, userNid, { state, mustEnrol: true })
}

function noSuchDevice(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'That account has no such device' })
}
