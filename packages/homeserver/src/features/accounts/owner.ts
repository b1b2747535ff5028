// What the owner of an account may do to it as a whole: a new password, closing it.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import { lockAccount, setAccountState, setPasswordHash } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { deleteDevicesOf } from './devices-store.ts'
import { finishEnding } from './devices.ts'
import type { ShownAddress, Who } from './interactive-auth.ts'
import { assertMaySignIn } from './identity.ts'
import type { Order } from './states.ts'
import { applyAct } from './states.ts'
import { tellAll } from './listeners.ts'
import { deleteLoginTokensOf, forgetStopped, stopTokensOf } from './tokens-store.ts'

const BY_OWNER: Order = { actors: ['owner'] }

/** A new password. */
export interface PasswordChange {
  password: string
  /** Ends every device but `keepDeviceId`. */
  logoutDevices: boolean
  keepDeviceId: string | undefined
  /** By what the owner was known where it was not by the old password: it is used up. */
  shown?: ShownAddress | undefined
  /** Somebody who may gives the account its way in: whoever had to enrol anew has thereby done so. */
  isEnrolment?: boolean
}

/** Sets the password and ends the devices that may have been signed in with the old one. */
export async function setPassword(ctx: AccountsContext, who: Who, change: PasswordChange): Promise<void> {
  const passwordHash = await ctx.passwords.hash(change.password)
  const ended = await ctx.db.transaction().execute(async (tx) => {
    // The same lock as a login takes: one under way sees the new password, or its device is among those that end.
    const account = await lockAccount(tx, who.userNid)
    if (change.shown !== undefined) await useUp(ctx, tx, change.shown)
    // Stopped meanwhile: what its owner had begun ends here.
    if (change.isEnrolment !== true) assertMaySignIn(ctx, account, 'password')
    else if (account.mustEnrol) await setAccountState(tx, who.userNid, { state: account.state, mustEnrol: false })
    await setPasswordHash(tx, who.userNid, passwordHash)
    await tellAll(ctx.listeners.newPassword, tx, who)
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
export async function closeAccount(ctx: AccountsContext, who: Who, erase: boolean, order: Order = BY_OWNER): Promise<void> {
  const ended = await ctx.db.transaction().execute(async (tx) => {
    const change = await applyAct(tx, who, 'close', order)
    await setPasswordHash(tx, who.userNid, null)
    await stopTokensOf(tx, who.userNid)
    await forgetStopped(tx, who.userNid)
    const devices = await deleteDevicesOf(tx, who.userNid, 'all')
    await order.also?.(tx, change)
    return devices
  })
  await ctx.sessions.forgetAccount(who.userId, 'ended')
  await finishEnding(ctx, who, ended)
  await tellAll(ctx.listeners.accountClosed, who.userId, { erase })
}
