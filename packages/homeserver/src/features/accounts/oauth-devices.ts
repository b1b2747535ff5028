// Devices that are signed in through OAuth 2.0: their tokens are ours, made, refreshed and ended as any others.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import type { OAuthSession } from '../../session.ts'
import { lockAccountOf } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { endDevices } from './devices.ts'
import { assertMaySignIn } from './identity.ts'
import type { Who } from './interactive-auth.ts'
import { makeLoginToken } from './login.ts'
import type { Refreshed } from './refresh.ts'
import { refreshTokens } from './refresh.ts'
import type { Admission } from './sign-in-store.ts'
import type { SignedIn } from './sign-in.ts'
import { assertDeviceWish, finishSignIn, signIn, signInNew } from './sign-in.ts'
import type { OAuthDevice } from './tokens-store.ts'
import { deleteOAuthTokensOf, findOAuthDevice } from './tokens-store.ts'
import { chainOf, hashToken } from './tokens.ts'

/** The device that somebody signs in with, and the client it is. */
export interface OAuthSignIn {
  userId: string
  deviceId: string
  displayName: string | undefined
  /** From where. */
  ip: string
  oauth: OAuthSession
}

/** What the OAuth 2.0 provider does to accounts. */
export interface OAuthDevices {
  /**
   * Makes the device, or takes it over: the tokens it had end. Throws `M_NOT_FOUND`, `M_USER_LOCKED`,
   * `M_USER_DEACTIVATED`, and `M_FORBIDDEN` for a contained account. `admission` is spent with it: what fails has spent nothing.
   */
  signIn(wish: OAuthSignIn, admission?: Admission): Promise<SignedIn>
  /** A login token for somebody who proved in a browser to be there. */
  makeLoginToken(who: Who): Promise<string>
  /** A new pair of tokens; see `refreshTokens`. */
  refresh(refreshToken: string, by: OAuthSession): Promise<Refreshed>
  /** Whose access or refresh token that is, however often it was used. */
  findByToken(token: string): Promise<OAuthDevice | undefined>
  /** The device of that id, where it was signed in through OAuth 2.0. */
  findDevice(userId: string, deviceId: string): Promise<OAuthDevice | undefined>
  /** Ends a device with all its tokens. */
  end(device: OAuthDevice): Promise<void>
  /** Takes every token that OAuth 2.0 gave to an account, within a transaction; what is in memory is the caller's. */
  deleteTokensOf(tx: Tx, userNid: number): Promise<void>
}

/** Opens the operations. */
export function openOAuthDevices(ctx: AccountsContext): OAuthDevices {
  return {
    signIn: (wish, admission) => signInDevice(ctx, wish, admission),
    makeLoginToken: async (who) => (await makeLoginToken(ctx, who)).loginToken,
    refresh: (refreshToken, by) => refreshTokens(ctx, refreshToken, by),
    findByToken(token) {
      const chain = chainOf(token)
      return findOAuthDevice(ctx.db, chain === undefined ? { tokenHash: hashToken(token) } : { chainHash: hashToken(chain) })
    },
    findDevice: (userId, deviceId) => findOAuthDevice(ctx.db, { userId, deviceId }),
    end: (device) => endDevices(ctx, device, { ids: [device.deviceId] }),
    deleteTokensOf: (tx, userNid) => deleteOAuthTokensOf(tx, userNid),
  }
}

async function signInDevice(ctx: AccountsContext, { userId, ...wish }: OAuthSignIn, admission: Admission | undefined): Promise<SignedIn> {
  assertDeviceWish(wish)
  const made = admission === undefined ? undefined : await signInNew(ctx, { userId, ...wish }, admission)
  if (made !== undefined) return made
  const result = await ctx.db.transaction().execute(async (tx) => {
    const account = await lockAccountOf(tx, userId)
    if (account === undefined) throw new MatrixError('M_NOT_FOUND')
    // Where the account may not, nothing of this stays.
    await admission?.spend(tx)
    assertMaySignIn(ctx, account, 'passkey')
    return signIn(tx, ctx, account, wish)
  })
  return finishSignIn(ctx, result)
}
