// Refreshing: a new pair of tokens for a refresh token, so that a lost answer locks nobody out and a stolen token is
// noticed.
// https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens
import { MatrixError } from '@chappe/contract'
import { signInDaysOf } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import type { OAuthSession } from '../../session.ts'
import type { AccountsContext } from './context.ts'
import { tellAll } from './listeners.ts'
import { assertActive, assertNotStopped } from './sessions.ts'
import type { RefreshChain } from './tokens-store.ts'
import {
  deleteTokensOf,
  deleteUnconfirmed,
  findChain,
  findChainDevice,
  insertAccessToken,
  lockDevice,
  markConfirmed,
  setChain,
} from './tokens-store.ts'
import { ACCESS_TOKEN_LIFETIME_MS, chainOf, createAccessToken, createRefreshToken, hashToken } from './tokens.ts'

/** The new pair. */
export interface Refreshed {
  accessToken: string
  refreshToken: string
  expiresInMs: number
  /** The device they are of. */
  deviceId: string
}

/** The tokens of a device have ended. */
interface Ended {
  endedFor: RefreshChain
  isReused: boolean
}

const DAY_MS = 24 * 60 * 60_000

/**
 * "The old refresh token remains valid until the new access token or refresh token is used, at which point the old
 * refresh token is revoked." Whoever then still uses it is not the only one who has it: every token of the device ends,
 * and its owner has to sign in again. Throws `M_UNKNOWN_TOKEN`, or `M_USER_LOCKED` while the account is locked.
 *
 * `by`: the OAuth 2.0 client that asks, with the key it has proved to hold. Its tokens are refreshed by nobody else, nor
 * by the other way of refreshing; an attempt changes nothing.
 */
export async function refreshTokens(ctx: AccountsContext, refreshToken: string, by?: OAuthSession): Promise<Refreshed> {
  const chain = chainOf(refreshToken)
  if (chain === undefined) throw unknownRefreshToken()
  const chainHash = hashToken(chain)
  const outcome = await ctx.db.transaction().execute(async (tx) => {
    const deviceNid = await findChainDevice(tx, chainHash)
    if (deviceNid === undefined) {
      await assertNotStopped(tx, chainHash, ctx.settings.helpDesk)
      return undefined
    }
    await lockDevice(tx, deviceNid)
    const found = await findChain(tx, chainHash)
    if (found === undefined || !isOf(found, by)) return undefined
    assertActive(found, ctx.settings.helpDesk)
    if (isOver(ctx, found)) return endOf(tx, found)
    return rotate(tx, ctx, found, { chain, hash: hashToken(refreshToken) })
  })
  if (outcome === undefined) throw unknownRefreshToken()
  if (!('endedFor' in outcome)) return outcome
  await ctx.sessions.forgetDevices(outcome.endedFor.userId, [outcome.endedFor.deviceNid])
  throw new MatrixError('M_UNKNOWN_TOKEN', {
    message: outcome.isReused ? 'That refresh token was used before: sign in again' : 'This device was signed in too long ago: sign in again',
    fields: { soft_logout: true },
  })
}

/** Whether a device was signed in, or not used, so long ago that its owner has to show anew who they are. */
function isOver({ clock, settings }: AccountsContext, { beganAtMs, lastSeenAtMs, accountType }: RefreshChain): boolean {
  const { policy, signInDays } = settings
  const idleMs = clock.now() - Math.max(beganAtMs, lastSeenAtMs ?? 0)
  return clock.now() - beganAtMs >= signInDaysOf(policy, accountType, signInDays) * DAY_MS || idleMs >= (signInDays?.idle ?? Infinity) * DAY_MS
}

/** The tokens end; the device stays with its keys, for whoever signs in on it again. */
async function endOf(tx: Tx, found: RefreshChain): Promise<Ended> {
  await deleteTokensOf(tx, found.deviceNid)
  return { endedFor: found, isReused: false }
}

/** Whether a chain is of the client that asks, and bound to the key that it has. */
function isOf(chain: RefreshChain, by: OAuthSession | undefined): boolean {
  return chain.clientId === (by?.clientId ?? null) && chain.dpopJkt === (by?.dpopJkt ?? null)
}

async function rotate(
  tx: Tx,
  ctx: AccountsContext,
  found: RefreshChain,
  used: { chain: string; hash: Buffer },
): Promise<Refreshed | Ended> {
  const { chainHash, deviceNid, nextHash } = found
  const now = ctx.clock.now()
  if (nextHash?.equals(used.hash) === true) {
    await markConfirmed(tx, { deviceNid, refreshHash: nextHash, now })
  } else if (!found.goodHash.equals(used.hash)) {
    await deleteTokensOf(tx, deviceNid)
    await tellAll(ctx.listeners.tokenReuse, tx, { userNid: found.userNid, deviceId: found.deviceId, clientId: found.clientId ?? '' })
    return { endedFor: found, isReused: true }
  } else if (nextHash !== null) {
    // The answer that held the successor was lost: the client gets another one instead.
    await deleteUnconfirmed(tx, deviceNid, nextHash)
  }
  const accessToken = createAccessToken(ctx.random)
  const refreshToken = createRefreshToken(ctx.random, used.chain)
  const confirms = hashToken(refreshToken)
  await setChain(tx, { chainHash, goodHash: used.hash, nextHash: confirms })
  const expiresAtMs = now + ACCESS_TOKEN_LIFETIME_MS
  await insertAccessToken(tx, { hash: hashToken(accessToken), deviceNid, expiresAtMs, confirms })
  return { accessToken, refreshToken, expiresInMs: ACCESS_TOKEN_LIFETIME_MS, deviceId: found.deviceId }
}

function unknownRefreshToken(): MatrixError {
  return new MatrixError('M_UNKNOWN_TOKEN', { message: 'The refresh token is not known' })
}
