// What the owner of an account may do to it as a whole: a new password, closing it.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import { lockAccount, setAccountState, setPasswordHash } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { deleteDevicesOf } from './devices-store.ts'
import { finishEnding } from './devices.ts'
import type { ShownAddress, Who } from './interactive-auth.ts'
import { tellAll } from './listeners.ts'
import { deleteLoginTokensOf } from './tokens-store.ts'

/** A new password. */
export interface PasswordChange {
  password: string
  /** Ends every device but `keepDeviceId`. */
  logoutDevices: boolean
  keepDeviceId: string | undefined
  /** By what the owner was known where it was not by the old password: it is used up. */
  shown?: ShownAddress | undefined
}

/** Sets the password and ends the devices that may have been signed in with the old one. */
export async function setPassword(ctx: AccountsContext, who: Who, change: PasswordChange): Promise<void> {
  const passwordHash = await ctx.passwords.hash(change.password)
  const ended = await ctx.db.transaction().execute(async (tx) => {
    // The same lock as a login takes: one under way sees the new password, or its device is among those that end.
    await lockAccount(tx, who.userNid)
    if (change.shown !== undefined) await useUp(ctx, tx, change.shown)
    await setPasswordHash(tx, who.userNid, passwordHash)
    if (!change.logoutDevices) return []
    await deleteLoginTokensOf(tx, who.userNid)
    return deleteDevicesOf(tx, who.userNid, { except: change.keepDeviceId })
  })
  await finishEnding(ctx, who, ended)
}

/** Throws where another request was faster: one mail is one new password. */
async function useUp(ctx: AccountsContext, tx: Tx, { proofId, secret }: ShownAddress): Promise<void> {
  const taken = await ctx.settings.addresses?.take(tx, proofId, secret, 'password')
  if (taken === undefined) throw new MatrixError('M_THREEPID_AUTH_FAILED')
}

/** Closes the account for good. Its row stays, so that nobody is ever given its name. */
export async function closeAccount(ctx: AccountsContext, who: Who, erase: boolean): Promise<void> {
  const ended = await ctx.db.transaction().execute(async (tx) => {
    await lockAccount(tx, who.userNid)
    await setAccountState(tx, who.userId, 'closed')
    await setPasswordHash(tx, who.userNid, null)
    await deleteLoginTokensOf(tx, who.userNid)
    return deleteDevicesOf(tx, who.userNid, 'all')
  })
  ctx.sessions.forgetAccount(who.userId, true)
  await finishEnding(ctx, who, ended)
  await tellAll(ctx.listeners.accountClosed, who.userId, { erase })
}
