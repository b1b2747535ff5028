// Accounts: making them, signing devices in, and containing them.
import { MatrixError } from '@chappe/contract'
import { isValidLocalpart, userIdOf } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import { insertAccessToken, insertAccount, setAccountState, upsertDevice } from './accounts-store.ts'
import type { Sessions } from './sessions.ts'
import { hashToken } from './sessions.ts'

/** What the operations need. */
export interface AccountsDeps {
  db: Db
  clock: Clock
  random: Random
  sessions: Sessions
  settings: { serverName: string; openRegistration: boolean }
}

/** What somebody who registers gives. */
export interface NewAccount {
  username?: string | undefined
  password?: string | undefined
  deviceId?: string | undefined
  displayName?: string | undefined
}

/** A signed-in device of an account. */
export interface SignedIn {
  userId: string
  deviceId: string
  accessToken: string
}

/** The operations of this feature. */
export interface Accounts {
  register(input: NewAccount): Promise<SignedIn>
  /** Stops an account at once: its tokens are refused from the moment this resolves. */
  contain(userId: string): Promise<void>
}

/** Ties the operations to what they need. */
export function createAccounts(deps: AccountsDeps): Accounts {
  return {
    register: (input) => registerAccount(deps, input),
    contain: (userId) => containAccount(deps, userId),
  }
}

async function registerAccount(deps: AccountsDeps, input: NewAccount): Promise<SignedIn> {
  const { db, clock, random, settings } = deps
  if (!settings.openRegistration) {
    throw new MatrixError('M_FORBIDDEN', { message: 'Accounts are made by the operator here' })
  }
  const localpart = input.username ?? random.text(12).toLowerCase().replaceAll(/[^a-z0-9]/g, '0')
  const userId = isValidLocalpart(localpart) ? userIdOf(localpart, settings.serverName) : undefined
  if (userId === undefined) throw new MatrixError('M_INVALID_USERNAME')
  const accessToken = `ct_${random.text(40)}`
  const deviceId = input.deviceId ?? random.text(10)
  return db.transaction().execute(async (tx) => {
    const account = { userId, passwordHash: null, isGuest: false, isAdmin: false, createdAtMs: clock.now() }
    const userNid = await insertAccount(tx, account)
    if (userNid === undefined) throw new MatrixError('M_USER_IN_USE')
    const deviceNid = await upsertDevice(tx, { userNid, deviceId, displayName: input.displayName ?? null })
    await insertAccessToken(tx, { hash: hashToken(accessToken), deviceNid, expiresAtMs: null })
    return { userId, deviceId, accessToken }
  })
}

async function containAccount(deps: AccountsDeps, userId: string): Promise<void> {
  const found = await setAccountState(deps.db, userId, 'contained')
  if (found === undefined) throw new MatrixError('M_NOT_FOUND')
  deps.sessions.forgetAccount(userId)
}
