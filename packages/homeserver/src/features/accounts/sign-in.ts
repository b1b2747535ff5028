// Giving a device its tokens.
import { MatrixError } from '@chappe/contract'
import { isDeviceId } from '@chappe/core'
import type { Tx } from '../../db/pool.ts'
import type { OAuthSession } from '../../session.ts'
import type { AccountsContext } from './context.ts'
import { deleteDehydration, startProbation, upsertDevice } from './devices-store.ts'
import { tellAll } from './listeners.ts'
import type { Admission } from './sign-in-store.ts'
import { insertNewDevice } from './sign-in-store.ts'
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
  if (wish.wantsRefresh !== true && wish.oauth === undefined) {
    const accessToken = createAccessToken(ctx.random)
    await insertAccessToken(tx, { hash: hashToken(accessToken), deviceNid, expiresAtMs: null, confirms: null })
    return { ...result, signedIn: { userId: who.userId, deviceId, accessToken } }
  }
  const { chain, access, handedOut } = beginTokens(ctx, wish.oauth)
  await insertChain(tx, { ...chain, chainHash: chain.hash, deviceNid }, access)
  return { ...result, signedIn: { userId: who.userId, deviceId, ...handedOut } }
}

/**
 * Makes a new device with its tokens in one statement, where its account may sign in, and tells of it. Nothing, and nothing is
 * done, where that is not all there is to it: what is wrong, or which tokens have to end first, is found by `signIn` in a
 * transaction.
 */
export async function signInNew(
  ctx: AccountsContext,
  { userId, deviceId, displayName, ip, oauth }: { userId: string; deviceId: string; displayName: string | undefined; ip: string; oauth: OAuthSession },
  admission: Admission,
): Promise<SignedIn | undefined> {
  const now = ctx.clock.now()
  const isOnProbation = ctx.settings.policy.deviceProbation
  const { chain, access, handedOut } = beginTokens(ctx, oauth)
  const device = { userId, deviceId, displayName: displayName ?? null, seen: { ip, atMs: now }, onProbationSinceMs: isOnProbation ? now : null, chain, access }
  const deviceNid = await ctx.ways.aroundNewDevice?.(userId, (note) => insertNewDevice(ctx.db, device, { admission, note }))
  if (deviceNid === undefined) return undefined
  if (isOnProbation) await tellAll(ctx.listeners.probation, userId, { deviceId, deviceNid })
  return { userId, deviceId, ...handedOut }
}

/** The first tokens of a device that refreshes them: as they are stored, and as they are handed out. */
function beginTokens({ clock, random }: AccountsContext, oauth: OAuthSession | undefined) {
  const accessToken = createAccessToken(random)
  const chain = createChain(random)
  const refreshToken = createRefreshToken(random, chain)
  const now = clock.now()
  const { clientId = null, dpopJkt = null } = oauth ?? {}
  return {
    chain: { hash: hashToken(chain), goodHash: hashToken(refreshToken), clientId, dpopJkt, beganAtMs: now },
    access: { hash: hashToken(accessToken), expiresAtMs: now + ACCESS_TOKEN_LIFETIME_MS },
    handedOut: { accessToken, refreshToken, expiresInMs: ACCESS_TOKEN_LIFETIME_MS },
  }
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
