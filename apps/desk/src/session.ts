// Signing in to the desk: OAuth 2.0 with PKCE, and tokens that are of use only with a key which never leaves this browser.
// https://spec.matrix.org/v1.19/client-server-api/#oauth-20-api https://www.rfc-editor.org/rfc/rfc9449
import { createStore, delMany, get, set } from 'idb-keyval'
import * as oauth from 'oauth4webapi'
import { paths } from './paths.ts'

/** What the server says went wrong with a call. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** Everything the answer says. */
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body['error'] === 'string' ? body['error'] : `HTTP ${status}`)
    this.status = status
    this.code = typeof body['errcode'] === 'string' ? body['errcode'] : 'M_UNKNOWN'
    this.body = body
  }
}

/** Nobody is signed in (any more). */
export class SignedOut extends Error {}

/** A call to the server. */
export interface ApiCall {
  method: string
  path: string
  query?: Readonly<Record<string, string | undefined>> | undefined
  body?: unknown
}

/** Somebody's session. */
export interface Session {
  /** The parsed answer. Throws `ApiError`, `SignedOut`, or a `TypeError` where the server does not answer. */
  call(call: ApiCall): Promise<unknown>
  signOut(): Promise<void>
}

interface Tokens {
  accessToken: string
  refreshToken: string | undefined
  /** On the clock of this page's performance, in milliseconds; a page that was just opened asks for a new one. */
  goodUntil: number
}

const store = createStore('chappe-desk', 'session')
/** Known to the server without registering. Its tokens are always bound to a key. */
const CLIENT: oauth.Client = { client_id: 'org.chappe.desk', dpop_bound_access_tokens: true }
const DEVICE_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SCOPE_API = 'urn:matrix:client:api:*'
const SCOPE_DEVICE = 'urn:matrix:client:device:'
/** Plain HTTP is for a server on this very machine. */
const insecure = location.protocol === 'http:' ? { [oauth.allowInsecureRequests]: true } : {}

interface Provider {
  server: oauth.AuthorizationServer
  client: oauth.Client
  key: oauth.CryptoKeyPair
}

/** Goes to the sign-in pages; comes back to `paths.signedIn()`. Never returns. */
export async function beginSignIn(): Promise<never> {
  await forget()
  const { server, client } = await openProvider()
  // Passkeys and the way back are of one address: whoever came by another one of the server goes there first.
  const home = new URL(paths.overview(), server.issuer)
  if (home.origin !== location.origin) return leave(home)
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  await set('pending', { verifier, state, returnTo: location.pathname + location.search }, store)
  const url = new URL(server.authorization_endpoint ?? '')
  url.search = new URLSearchParams({
    response_type: 'code',
    response_mode: 'query',
    client_id: client.client_id,
    redirect_uri: redirectUri(),
    scope: `${SCOPE_API} ${SCOPE_DEVICE}${randomDeviceId()}`,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  return leave(url)
}

function leave(url: URL): Promise<never> {
  location.assign(url)
  return new Promise(() => undefined)
}

/** Ends what `beginSignIn` began, on the page it comes back to. Gives back where the person was. */
export async function finishSignIn(): Promise<string> {
  const pending = await get<{ verifier: string; state: string; returnTo: string }>('pending', store)
  if (pending === undefined) throw new SignedOut('no sign-in was begun in this browser')
  const provider = await openProvider()
  const { server, client, key } = provider
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), pending.state)
  const DPoP = oauth.DPoP(client, key)
  const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, redirectUri(), pending.verifier, { DPoP, ...insecure })
  await keep(toTokens(await oauth.processAuthorizationCodeResponse(server, client, response)))
  return pending.returnTo.startsWith(paths.overview()) ? pending.returnTo : paths.overview()
}

/** The session of whoever signed in in this browser, if anybody did. */
export async function findSession(): Promise<Session | undefined> {
  const kept = await get<Omit<Tokens, 'goodUntil'>>('tokens', store)
  if (kept?.refreshToken === undefined) return undefined
  let tokens: Tokens = { ...kept, goodUntil: 0 }
  const provider = await openProvider()
  let renewing: Promise<void> | undefined

  async function renew(): Promise<void> {
    tokens = await refresh(provider, tokens)
  }

  async function good(): Promise<string> {
    if (performance.now() >= tokens.goodUntil) {
      renewing ??= renew().finally(() => (renewing = undefined))
      await renewing
    }
    return tokens.accessToken
  }

  async function send({ method, path, query = {}, body }: ApiCall, accessToken: string): Promise<Response> {
    const url = new URL(path, location.origin)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
    const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' })
    const text = body === undefined ? undefined : JSON.stringify(body)
    const DPoP = oauth.DPoP(provider.client, provider.key)
    try {
      return await oauth.protectedResourceRequest(accessToken, method, url, headers, text, { DPoP, ...insecure })
    } catch (error) {
      // Where the server asks for another token the library throws; the answer is what counts here.
      if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response
      throw error
    }
  }

  return {
    async call(call) {
      let response = await send(call, await good())
      if (response.status === 401) {
        tokens = { ...tokens, goodUntil: 0 }
        response = await send(call, await good())
      }
      const answer: unknown = await response.json().catch(() => ({}))
      if (response.status === 401) throw await signedOut()
      if (!response.ok) throw new ApiError(response.status, isRecord(answer) ? answer : {})
      return answer
    },
    async signOut() {
      const { server, client } = provider
      await oauth.revocationRequest(server, client, oauth.None(), tokens.refreshToken ?? tokens.accessToken, insecure).catch(() => undefined)
      await forget()
    },
  }
}

async function refresh({ server, client, key }: Provider, tokens: Tokens): Promise<Tokens> {
  const DPoP = oauth.DPoP(client, key)
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refreshToken ?? '', { DPoP, ...insecure })
  try {
    const next = toTokens(await oauth.processRefreshTokenResponse(server, client, response))
    const whole = { ...next, refreshToken: next.refreshToken ?? tokens.refreshToken }
    await keep(whole)
    return whole
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) throw await signedOut()
    throw error
  }
}

async function signedOut(): Promise<SignedOut> {
  await forget()
  return new SignedOut('the session has ended')
}

/** The key goes with the tokens that need it. */
async function forget(): Promise<void> {
  await delMany(['tokens', 'pending', 'key'], store)
}

async function keep({ accessToken, refreshToken }: Tokens): Promise<void> {
  await set('tokens', { accessToken, refreshToken }, store)
}

function toTokens(answer: oauth.TokenEndpointResponse): Tokens {
  const lifeMs = (answer.expires_in ?? 300) * 1000
  // Renewed a while before its end, so that no call has to be made twice for it.
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token, goodUntil: performance.now() + lifeMs * 0.8 }
}

async function openProvider(): Promise<Provider> {
  const server = await discover()
  const key = (await get<oauth.CryptoKeyPair>('key', store)) ?? (await oauth.generateKeyPair('ES256', { extractable: false }))
  await set('key', key, store)
  return { server, client: CLIENT, key }
}

async function discover(): Promise<oauth.AuthorizationServer> {
  const response = await fetch('/_matrix/client/v1/auth_metadata')
  const answer: unknown = await response.json()
  if (!response.ok || !isRecord(answer) || typeof answer['issuer'] !== 'string') throw new Error('the server has no sign-in by OAuth 2.0')
  return { ...answer, issuer: answer['issuer'] }
}

function redirectUri(): string {
  return new URL(paths.signedIn(), location.origin).href
}

function randomDeviceId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (each) => DEVICE_CHARS[each % DEVICE_CHARS.length]).join('')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
