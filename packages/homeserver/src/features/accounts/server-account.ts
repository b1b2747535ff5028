// The server's own account: the sender of what the server itself tells people. It has a device, so that what it sends
// is counted once, and neither password nor token.
import type { AccountsContext } from './context.ts'
import { findAccount, insertAccount } from './accounts-store.ts'
import { upsertDevice } from './devices-store.ts'
import { serverUserIdOf } from './registration.ts'

/** The account as the operations of other features take a caller. */
export interface ServerCaller {
  userId: string
  userNid: number
  deviceId: string
  deviceNid: number
  isGuest: boolean
  isAdmin: boolean
  isSuspended: boolean
}

const DEVICE_ID = 'SERVER'

/** The account; made where there is none. */
export async function serverCaller(ctx: AccountsContext): Promise<ServerCaller> {
  const userId = serverUserIdOf(ctx)
  return ctx.db.transaction().execute(async (tx) => {
    const account = { userId, passwordHash: null, isGuest: false, isAdmin: false, createdAtMs: ctx.clock.now() }
    const userNid = (await insertAccount(tx, account)) ?? (await findAccount(tx, userId))?.userNid
    if (userNid === undefined) throw new Error('the account of the server is gone')
    const { deviceNid } = await upsertDevice(tx, { userNid, deviceId: DEVICE_ID, displayName: null })
    return { userId, userNid, deviceId: DEVICE_ID, deviceNid, isGuest: false, isAdmin: false, isSuspended: false }
  })
}
