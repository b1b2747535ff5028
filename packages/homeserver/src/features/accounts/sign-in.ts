// Giving a device its tokens.
import { MatrixError } from '@chappe/contract'
import { isDeviceId } from '@chappe/core'
import type { Tx } from '../../db/pool.ts'
import type { OAuthSession } from '../../session.ts'
import type { AccountsContext } from './context.ts'
import { deleteDehydration, startProbation, upsertDevice } from './devices-store.ts'
import { tellAll } from './listeners.ts'
import { deleteTokensOf, insertAccessToken, insertChain } from './tokens-store.ts'
import {
  ACCESS_TOKEN_LIFETIME_MS,
  createAccessToken,
  createChain,
  createDeviceId,
  createRefreshToken,
  hashToken,
} from './tokens.ts'

/** The device somebody signs in with. */
export interface DeviceWish {
  /** Made up where it is missing. */
  deviceId?: string | undefined
  /** Of a new device; a known one keeps its name. */
  displayName?: string | undefined
  /** The client can refresh: its access tokens expire. */
  wantsRefresh?: boolean | undefined
  /** From where it signs in. */
  ip?: string | undefined
  /** The OAuth 2.0 client that signs in; it refreshes. */
  oauth?: OAuthSession | undefined
}

/** A signed-in device of an account. */
export interface SignedIn {
  userId: string
  deviceId: string
  accessToken: string
  refreshToken?: string
  /** How long the access token is good; it does not expire where this is missing. */
  expiresInMs?: number
}

/** What a sign-in changed, to be told after its commit. */
export interface SignInResult {
  signedIn: SignedIn
  deviceNid: number
  isNewDevice: boolean
  /** The device waits to be approved. */
  isOnProbation: boolean
}

/** Throws unless the device wished for can be. */
export function assertDeviceWish(wish: DeviceWish): void {
  if (wish.deviceId !== undefined && !isDeviceId(wish.deviceId)) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'device_id: 1 to 255 bytes without control characters' })
  }
}

/** Makes the device, or takes it over from whoever had tokens for it, and makes its tokens. */
export async function signIn(
  tx: Tx,
  ctx: AccountsContext,
  who: { userId: string; userNid: number; isService?: true },
  wish: DeviceWish,
): Promise<SignInResult> {
  const deviceId = wish.deviceId ?? createDeviceId(ctx.random)
  const displayName = wish.displayName ?? null
  const seen = wish.ip === undefined ? undefined : { ip: wish.ip, atMs: ctx.clock.now() }
  const { deviceNid, isNew } = await upsertDevice(tx, { userNid: who.userNid, deviceId, displayName, seen })
  if (!isNew) {
    await deleteTokensOf(tx, deviceNid)
    await deleteDehydration(tx, deviceNid)
  }
  const mayWait = isNew && ctx.settings.policy.deviceProbation && who.isService !== true
  const isOnProbation = mayWait && (await startProbation(tx, who.userNid, deviceNid, ctx.clock.now()))
  const result = { deviceNid, isNewDevice: isNew, isOnProbation }
  const accessToken = createAccessToken(ctx.random)
  const signedIn = { userId: who.userId, deviceId, accessToken }
  const hash = hashToken(accessToken)
  if (wish.wantsRefresh !== true && wish.oauth === undefined) {
    await insertAccessToken(tx, { hash, deviceNid, expiresAtMs: null, confirms: null })
    return { ...result, signedIn }
  }
  const chain = createChain(ctx.random)
  const refreshToken = createRefreshToken(ctx.random, chain)
  const now = ctx.clock.now()
  const { clientId = null, dpopJkt = null } = wish.oauth ?? {}
  const began = { chainHash: hashToken(chain), deviceNid, goodHash: hashToken(refreshToken), clientId, dpopJkt, beganAtMs: now }
  await insertChain(tx, began, { hash, expiresAtMs: now + ACCESS_TOKEN_LIFETIME_MS })
  return { ...result, signedIn: { ...signedIn, refreshToken, expiresInMs: ACCESS_TOKEN_LIFETIME_MS } }
}

/** After the commit: forgets the tokens the device had, tells of a new device, and gives back who is signed in. */
export async function finishSignIn(ctx: AccountsContext, result: SignInResult): Promise<SignedIn> {
  const { userId, deviceId } = result.signedIn
  const device = { deviceId, deviceNid: result.deviceNid }
  if (result.isNewDevice) await tellAll(ctx.listeners.device, userId, device, 'added')
  else await ctx.sessions.forgetDevices(userId, [result.deviceNid])
  if (result.isOnProbation) await tellAll(ctx.listeners.probation, userId, device)
  return result.signedIn
}
