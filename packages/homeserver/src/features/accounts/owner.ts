// What the owner of an account may do to it as a whole: a new password, closing it.
import { lockAccount, setAccountState, setPasswordHash } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { deleteDevicesOf } from './devices-store.ts'
import { finishEnding } from './devices.ts'
import type { Who } from './interactive-auth.ts'
import { tellAll } from './listeners.ts'
import { deleteLoginTokensOf } from './tokens-store.ts'

/** A new password. */
export interface PasswordChange {
  password: string
  /** Ends every device but `keepDeviceId`. */
  logoutDevices: boolean
  keepDeviceId: string | undefined
}

/** Sets the password and ends the devices that may have been signed in with the old one. */
export async function setPassword(ctx: AccountsContext, who: Who, change: PasswordChange): Promise<void> {
  const passwordHash = await ctx.passwords.hash(change.password)
  const ended = await ctx.db.transaction().execute(async (tx) => {
    // The same lock as a login takes: one under way sees the new password, or its device is among those that end.
    await lockAccount(tx, who.userNid)
    await setPasswordHash(tx, who.userNid, passwordHash)
    if (!change.logoutDevices) return []
    await deleteLoginTokensOf(tx, who.userNid)
    return deleteDevicesOf(tx, who.userNid, { except: change.keepDeviceId })
  })
  await finishEnding(ctx, who, ended)
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
  await ctx.sessions.forgetAccount(who.userId, 'ended')
  await finishEnding(ctx, who, ended)
  await tellAll(ctx.listeners.accountClosed, who.userId, { erase })
}
