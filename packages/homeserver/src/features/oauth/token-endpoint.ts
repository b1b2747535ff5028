// POST /oauth2/token: the grants that there are. What they give out are tokens of our own devices, made in one
// transaction with the device; of the library they take the client, the parameters and the code.
// https://spec.matrix.org/v1.19/client-server-api/#grant-types
import { MatrixError } from '@chappe/contract'
import { hash, timingSafeEqual } from 'node:crypto'
import { errors } from 'oidc-provider'
import type { Provider, TokenEndpointGrantContext } from 'oidc-provider'
import { ProofError } from '../../http/dpop.ts'
import type { Admission } from '../accounts/accounts.ts'
import type { Artifacts } from './artifacts.ts'
import { CodeGone, CodeReused } from './artifacts.ts'
import { DEVICE_GRANT } from './client-metadata.ts'
import type { OAuthDeps } from './context.ts'
import { PASSKEY_PARAMETER, pollDeviceGrant } from './device-grant.ts'
import { PATHS } from './provider.ts'
import type { MatrixScope } from './scopes.ts'
import { parseScope } from './scopes.ts'

type Context = TokenEndpointGrantContext<Record<string, string | undefined>>
type Code = InstanceType<Provider['AuthorizationCode']>

const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

/** What an answer holds. https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
interface TokenAnswer {
  access_token: string
  token_type: 'Bearer' | 'DPoP'
  expires_in: number
  refresh_token: string
  scope: string
  id_token?: string
}

/** Puts our grants in the place of the library's. */
export function installGrants(deps: OAuthDeps, provider: Provider, artifacts: Artifacts): void {
  provider.registerGrantType<Record<string, string | undefined>>(
    'authorization_code',
    async (ctx) => answer(ctx, await exchangeCode(deps, artifacts, ctx)),
    ['code', 'code_verifier', 'redirect_uri'],
  )
  provider.registerGrantType<Record<string, string | undefined>>(
    'refresh_token',
    async (ctx) => answer(ctx, await refresh(deps, ctx)),
    ['refresh_token', 'scope'],
  )
  if (!deps.settings.hasDeviceGrant) return
  provider.registerGrantType<Record<string, string | undefined>>(
    DEVICE_GRANT,
    async (ctx) => answer(ctx, await letDeviceIn(deps, artifacts, ctx)),
    ['device_code', PASSKEY_PARAMETER],
  )
}

function answer(ctx: Context, body: TokenAnswer): void {
  ctx.body = body
}

async function exchangeCode(deps: OAuthDeps, artifacts: Artifacts, ctx: Context): Promise<TokenAnswer> {
  const { client, params, provider } = ctx.oidc
  const value = params['code'] ?? ''
  const code = await provider.AuthorizationCode.find(value)
  const scope = parseScope(code?.scope)
  if (code?.accountId === undefined || typeof scope === 'string') throw invalidGrant('the code is not known')
  const whose = { userId: code.accountId, deviceId: scope.deviceId, clientId: code.clientId ?? '' }
  if (whose.clientId !== client.clientId) throw invalidGrant('the code is of another client')
  assertCode(code, params)
  const jkt = boundTo(deps, ctx)
  if (code.dpopJkt !== undefined && code.dpopJkt !== jkt) throw invalidGrant('the code is bound to another key')
  const wish = { userId: whose.userId, scope, jkt, admission: artifacts.admissionOf(value) }
  const tokens = await signIn(deps, artifacts, ctx, wish).catch(async (error: unknown) => {
    if (error instanceof CodeGone) throw invalidGrant(error.message)
    throw error instanceof CodeReused ? await codeReused(deps, whose) : error
  })
  return { ...tokens, ...(scope.hasIdToken ? { id_token: await idTokenOf(ctx, code) } : {}) }
}

/** https://www.rfc-editor.org/rfc/rfc8628#section-3.4 */
async function letDeviceIn(deps: OAuthDeps, artifacts: Artifacts, ctx: Context): Promise<TokenAnswer> {
  const jkt = boundTo(deps, ctx)
  const allowed = await pollDeviceGrant(deps, ctx, jkt)
  const scope = parseScope(allowed.scope)
  if (typeof scope === 'string') throw invalidGrant(scope)
  return signIn(deps, artifacts, ctx, { userId: allowed.userId, scope, jkt })
}

/** The thumbprint of the key that tokens will be bound to; a client that wants its tokens bound has to prove one. */
function boundTo(deps: OAuthDeps, ctx: Context): string | undefined {
  const jkt = proofOf(deps, ctx)
  if (jkt === undefined && ctx.oidc.client.dpopBoundAccessTokens === true) throw new errors.InvalidDpopProof('a DPoP proof is needed')
  return jkt
}

interface Wish {
  userId: string
  scope: MatrixScope
  jkt: string | undefined
  /** What lets the device in. */
  admission?: Admission
}

async function signIn({ ports }: OAuthDeps, artifacts: Artifacts, ctx: Context, { userId, scope, jkt, admission }: Wish): Promise<TokenAnswer> {
  const { clientId } = ctx.oidc.client
  const metadata = await artifacts.findMetadata(clientId)
  const displayName = typeof metadata?.['client_name'] === 'string' ? metadata['client_name'] : undefined
  const wish = { userId, deviceId: scope.deviceId, displayName, ip: ctx.ip.slice(0, 64), oauth: { clientId, dpopJkt: jkt } }
  const signedIn = await ports.devices.signIn(wish, admission).catch(asGrantError)
  return {
    access_token: signedIn.accessToken,
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: Math.floor((signedIn.expiresInMs ?? 0) / 1000),
    refresh_token: signedIn.refreshToken ?? '',
    scope: scope.text,
  }
}

/** https://www.rfc-editor.org/rfc/rfc7636#section-4.6 */
function assertCode(code: Code, params: Context['oidc']['params']): void {
  const verifier = params['code_verifier'] ?? ''
  const made = hash('sha256', verifier, 'buffer')
  const expected = Buffer.from(code.codeChallenge ?? '', 'base64url')
  const isProved = code.codeChallengeMethod === 'S256' && VERIFIER.test(verifier) && expected.byteLength === made.byteLength
  if (!isProved || !timingSafeEqual(made, expected)) throw invalidGrant('the code_verifier is not that of the code')
  if (code.redirectUri === undefined || code.redirectUri !== params['redirect_uri']) throw invalidGrant('the redirect_uri is not that of the code')
}

/** "If an authorization code is used more than once, the server … SHOULD revoke all tokens issued based on that code." */
async function codeReused({ db, ports }: OAuthDeps, whose: { userId: string; deviceId: string; clientId: string }): Promise<Error> {
  const device = await ports.devices.findDevice(whose.userId, whose.deviceId)
  if (device?.clientId === whose.clientId) {
    await ports.alerts.raise(db, { kind: 'authorization_code_reused', userNid: device.userNid, deviceId: device.deviceId, detail: { client: device.clientId } })
    await ports.devices.end(device)
  }
  return invalidGrant('the code was used before')
}

async function refresh(deps: OAuthDeps, ctx: Context): Promise<TokenAnswer> {
  const { client, params } = ctx.oidc
  const jkt = proofOf(deps, ctx)
  const refreshed = await deps.ports.devices
    .refresh(params['refresh_token'] ?? '', { clientId: client.clientId, dpopJkt: jkt })
    .catch(asGrantError)
  return {
    access_token: refreshed.accessToken,
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: Math.floor(refreshed.expiresInMs / 1000),
    refresh_token: refreshed.refreshToken,
    scope: `urn:matrix:client:api:* urn:matrix:client:device:${refreshed.deviceId}`,
  }
}

/** The thumbprint of the key that the request proves to have, where it proves one. */
function proofOf({ ports, settings }: OAuthDeps, ctx: Context): string | undefined {
  const { dpop } = ctx.req.headers
  if (dpop === undefined) return undefined
  try {
    return ports.proofs.check(dpop, { method: 'POST', url: `${settings.publicUrl}${PATHS.token}`, token: undefined }).jkt
  } catch (error) {
    if (error instanceof ProofError) throw new errors.InvalidDpopProof(error.message)
    throw error
  }
}

async function idTokenOf(ctx: Context, code: Code): Promise<string> {
  const token = new ctx.oidc.provider.IdToken({}, { ctx })
  token.set('sub', code.accountId)
  token.set('auth_time', code.authTime)
  if (code.nonce !== undefined) token.set('nonce', code.nonce)
  return token.issue({ use: 'idtoken' })
}

/**
 * "If the refresh fails due to a 4xx HTTP status code from the server, the client should consider the session logged
 * out": a locked account's client is told to come back instead, so that it keeps its keys.
 */
function asGrantError(error: unknown): never {
  if (!(error instanceof MatrixError) || error.status >= 500) throw error
  if (error.code !== 'M_USER_LOCKED') throw invalidGrant('the grant is not good, or no longer')
  throw Object.assign(new errors.TemporarilyUnavailable('this account cannot be used at the moment'), { status: 503, statusCode: 503 })
}

function invalidGrant(detail: string): Error {
  return new errors.InvalidGrant(detail)
}
