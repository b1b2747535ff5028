// What administrators do to accounts. Whether somebody is one, and the record of it, is for the caller to see to.
import { MatrixError } from '@chappe/contract'
import { parseUserId } from '@chappe/core'
import { serverUserIdOf } from '../../server-user.ts'
import { lockAccount } from './accounts-store.ts'
import type { AccountDetails, AccountFilter, AccountPage, StandingMarks } from './administration-store.ts'
import { findDetails, listDetails, updateStanding } from './administration-store.ts'
import type { AccountsContext } from './context.ts'
import type { Device, DeviceChoice } from './devices-store.ts'
import { endDevices, getDevice, listDevices, renameDevice } from './devices.ts'
import { assertMaySignIn, assertNewPassword } from './identity.ts'
import { closeAccount, setPassword } from './owner.ts'
import { createAccount, userIdFor } from './registration.ts'
import type { DeviceWish, SignedIn } from './sign-in.ts'
import { finishSignIn, signIn } from './sign-in.ts'
import type { TokenEntry, TokenWish } from './registration-tokens.ts'
import {
  createRegistrationToken,
  deleteRegistrationToken,
  getRegistrationToken,
  listRegistrationTokens,
  updateRegistrationToken,
} from './registration-tokens.ts'

/** An account an administrator makes. */
export interface NewAccount {
  password: string | undefined
  isAdmin: boolean
  displayName: string | undefined
}

/** The operations. All throw `M_NOT_FOUND` for an account there is none of, `M_INVALID_PARAM` for another server's. */
export interface AccountAdministration {
  find(userId: string): Promise<AccountDetails | undefined>
  /** The account of a name as people write it: a localpart or a user id; throws `M_INVALID_USERNAME`. */
  findByName(username: string): Promise<AccountDetails | undefined>
  get(userId: string): Promise<AccountDetails>
  list(filter: AccountFilter, page: { from: number; limit: number }): Promise<AccountPage>
  create(userId: string, wish: NewAccount): Promise<void>
  /** A change holds from the next call of any of its devices on. */
  setStanding(userId: string, standing: StandingMarks): Promise<AccountDetails>
  setPassword(userId: string, change: { password: string; logoutDevices: boolean }): Promise<void>
  close(userId: string, erase: boolean): Promise<void>
  /** Signs a device in without any proof of who it is. */
  signIn(userId: string, wish: DeviceWish): Promise<SignedIn>
  listDevices(userId: string): Promise<Device[]>
  getDevice(userId: string, deviceId: string): Promise<Device>
  renameDevice(userId: string, deviceId: string, displayName: string | undefined): Promise<void>
  endDevices(userId: string, choice: DeviceChoice): Promise<void>
  tokens: {
    list(valid: boolean | undefined): Promise<TokenEntry[]>
    get(token: string): Promise<TokenEntry>
    create(wish: TokenWish): Promise<TokenEntry>
    update(token: string, wish: TokenWish): Promise<TokenEntry>
    delete(token: string): Promise<void>
  }
}

/** Ties the operations to what they need. */
export function openAdministration(ctx: AccountsContext): AccountAdministration {
  const get = (userId: string) => getAccount(ctx, userId)
  const getChangeable = (userId: string) => getChangeableAccount(ctx, userId)
  return {
    find: (userId) => findDetails(ctx.db, userId),
    findByName: async (username) => findDetails(ctx.db, userIdFor(ctx, username)),
    get,
    list: (filter, page) => listDetails(ctx.db, filter, page),
    async create(userId, wish) {
      if (wish.password !== undefined) assertNewPassword(ctx.settings, wish.password, userId)
      const passwordHash = wish.password === undefined ? null : await ctx.passwords.hash(wish.password)
      const { isAdmin, displayName } = wish
      await createAccount(ctx, { userId: userIdFor(ctx, userId), passwordHash, isAdmin, displayName, device: undefined })
    },
    async setStanding(userId, standing) {
      await getChangeable(userId)
      await updateStanding(ctx.db, userId, standing)
      await ctx.sessions.forgetAccount(userId, standing.isLocked === true ? 'stopped' : 'changed')
      return get(userId)
    },
    async setPassword(userId, change) {
      assertNewPassword(ctx.settings, change.password, userId)
      await setPassword(ctx, await getChangeable(userId), { ...change, keepDeviceId: undefined, isEnrolment: true })
    },
    close: async (userId, erase) => closeAccount(ctx, await getChangeable(userId), erase, { actors: ['operator'] }),
    signIn: (userId, wish) => signInAs(ctx, userId, wish),
    listDevices: async (userId) => listDevices(ctx, await get(userId)),
    getDevice: async (userId, deviceId) => getDevice(ctx, await get(userId), deviceId),
    renameDevice: async (userId, deviceId, displayName) => renameDevice(ctx, await get(userId), deviceId, displayName),
    endDevices: async (userId, choice) => endDevices(ctx, await getChangeable(userId), choice),
    tokens: {
      list: (valid) => listRegistrationTokens(ctx, valid),
      get: (token) => getRegistrationToken(ctx, token),
      create: (wish) => createRegistrationToken(ctx, wish),
      update: (token, wish) => updateRegistrationToken(ctx, token, wish),
      delete: (token) => deleteRegistrationToken(ctx, token),
    },
  }
}

async function getAccount(ctx: AccountsContext, userId: string): Promise<AccountDetails> {
  if (parseUserId(userId)?.serverName !== ctx.settings.serverName) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a user of this server' })
  }
  const details = await findDetails(ctx.db, userId)
  if (details === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such user' })
  return details
}

/** Nobody speaks for the server, nor silences it: its own account stays as it is. */
async function getChangeableAccount(ctx: AccountsContext, userId: string): Promise<AccountDetails> {
  if (userId === serverUserIdOf(ctx.settings.serverName)) throw new MatrixError('M_FORBIDDEN', { message: "That is the server's own account" })
  return getAccount(ctx, userId)
}

async function signInAs(ctx: AccountsContext, userId: string, wish: DeviceWish): Promise<SignedIn> {
  const { userNid } = await getChangeableAccount(ctx, userId)
  const result = await ctx.db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, userNid)
    assertMaySignIn(ctx, account, 'token')
    return signIn(tx, ctx, account, wish)
  })
  return finishSignIn(ctx, result)
}
