// The server's own account: the sender of what the server itself tells people. It has a device, so that what it sends
// is counted once, and neither password nor token.
import type { Session } from '../../session.ts'
import { serverUserIdOf } from '../../server-user.ts'
import { ownSession } from '../../session.ts'
import type { AccountsContext } from './context.ts'
import { findAccount, insertAccount } from './accounts-store.ts'
import { findOwnDevice, upsertDevice } from './devices-store.ts'

/** The account as the operations of other features take a caller. */
export type ServerCaller = Session

const DEVICE_ID = 'SERVER'

/**
 * The account; made where there is none. It is looked up first: who writes at each call waits for everybody else who is
 * about to say something as the server.
 */
export async function serverCaller(ctx: AccountsContext): Promise<ServerCaller> {
  const userId = serverUserIdOf(ctx.settings.serverName)
  const known = await findOwnDevice(ctx.db, userId, DEVICE_ID)
  if (known !== undefined) return ownSession({ userId, deviceId: DEVICE_ID, ...known })
  return ctx.db.transaction().execute(async (tx) => {
    const account = { userId, passwordHash: null, isGuest: false, isAdmin: false, createdAtMs: ctx.clock.now() }
    const userNid = (await insertAccount(tx, account)) ?? (await findAccount(tx, userId))?.userNid
    if (userNid === undefined) throw new Error('the account of the server is gone')
    const { deviceNid } = await upsertDevice(tx, { userNid, deviceId: DEVICE_ID, displayName: null })
    return ownSession({ userId, userNid, deviceId: DEVICE_ID, deviceNid })
  })
}
