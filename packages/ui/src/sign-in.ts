// Signing in to an app of the server: OAuth 2.0 with PKCE, and tokens that are of use only with a key which never leaves
// this browser. All pages and workers of an app share one session; whoever needs a new token renews it for the others.
// https://spec.matrix.org/v1.19/client-server-api/#oauth-20-api https://www.rfc-editor.org/rfc/rfc9449
import type { UseStore } from 'idb-keyval'
import { createStore, delMany, get, set } from 'idb-keyval'
import { exportJWK, SignJWT } from 'jose'
import * as oauth from 'oauth4webapi'

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
export interface SignedIn {
  readonly deviceId: string
  /** The parsed answer. Throws `ApiError`, `SignedOut`, or a `TypeError` where the server does not answer. */
  call(call: ApiCall): Promise<unknown>
  /** As the browser's `fetch`, with the token and its proof. Throws `SignedOut` when the session has ended. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  /** The headers that make a request one of this session, for requests that `fetch` cannot make. */
  headersFor(method: string, url: string | URL): Promise<Record<string, string>>
  signOut(): Promise<void>
  /** Resolves when a call has shown that the session is over, or its account locked; every call after that is in vain. */
  readonly over: Promise<SessionEnd>
}

/** Why a session is of no use any more. `locked`: for as long as its account is; `helpDesk`: whom to turn to, where the server says it. */
export type SessionEnd = { why: 'ended' } | { why: 'locked'; helpDesk: string | undefined }

/** Which app signs in. */
export interface SignInOptions {
  /** Known to the server without registering; its tokens are always bound to a key. */
  clientId: string
  /** The name of the database in which the browser keeps the session. */
  store: string
  /** Where the app begins. */
  home: string
  /** Where the server's pages lead back to. */
  signedIn: string
}

/** The ways in. */
export interface SignIn {
  /** Goes to the sign-in pages; comes back to `signedIn`. `hint`: the address of whoever signs in. Never returns. */
  begin(hint?: string): Promise<never>
  /** Ends what `begin` began, on the page it comes back to. Gives back where the person was. */
  finish(): Promise<string>
  /** The session of whoever signed in in this browser, if anybody did. */
  find(): Promise<SignedIn | undefined>
}

interface Tokens {
  accessToken: string
  refreshToken: string | undefined
  deviceId: string
  /** From when it is renewed, in milliseconds since 1970 on this machine's clock. A wrong clock costs a call, no more. */
  goodUntilMs: number
}

interface Pending {
  verifier: string
  state: string
  returnTo: string
  deviceId: string
}

interface Provider {
  server: oauth.AuthorizationServer
  key: oauth.CryptoKeyPair
}

const DEVICE_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SCOPE_API = 'urn:matrix:client:api:*'
const SCOPE_DEVICE = 'urn:matrix:client:device:'
const PLACE_CHARS_MAX = 2000
const HELP_DESK_CHARS_MAX = 500
/** What a locked account is answered. https://spec.matrix.org/v1.19/client-server-api/#account-locking */
const LOCKED = 'M_USER_LOCKED'
/** Plain HTTP is for a server on this very machine. */
const insecure = location.protocol === 'http:' ? { [oauth.allowInsecureRequests]: true } : {}

/** What an app keeps in the browser, and who it is to the server. */
interface Kept {
  name: string
  store: UseStore
  client: oauth.Client
}

/** Makes the ways into an app. */
export function createSignIn({ clientId, store: name, home, signedIn }: SignInOptions): SignIn {
  const store = createStore(name, 'session')
  const client: oauth.Client = { client_id: clientId, dpop_bound_access_tokens: true }
  const redirectUri = new URL(signedIn, location.origin).href

  return {
    async begin(hint) {
      const { server } = await openProvider(store)
      // Passkeys and the way back are of one address: whoever came by another one of the server goes there first.
      const start = new URL(home, server.issuer)
      if (start.origin !== location.origin) return leave(start)
      const verifier = oauth.generateRandomCodeVerifier()
      const state = oauth.generateRandomState()
      const deviceId = randomDeviceId()
      await set('pending', { verifier, state, deviceId, returnTo: location.pathname + location.search } satisfies Pending, store)
      const url = new URL(server.authorization_endpoint ?? '')
      url.search = new URLSearchParams({
        response_type: 'code',
        response_mode: 'query',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: `${SCOPE_API} ${SCOPE_DEVICE}${deviceId}`,
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(hint === undefined || hint === '' ? {} : { login_hint: hint }),
      }).toString()
      return leave(url)
    },

    async finish() {
      const pending = await get<Pending>('pending', store)
      if (pending === undefined) throw new SignedOut('no sign-in was begun in this browser')
      const { server, key } = await openProvider(store)
      const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), pending.state)
      const DPoP = oauth.DPoP(client, key)
      const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, redirectUri, pending.verifier, { DPoP, ...insecure })
      const tokens = toTokens(await oauth.processAuthorizationCodeResponse(server, client, response), pending.deviceId)
      await set('tokens', tokens, store)
      await delMany(['pending'], store)
      return isWithin(pending.returnTo, home, signedIn) ? pending.returnTo : home
    },

    async find() {
      const tokens = await get<Tokens>('tokens', store)
      const key = await get<oauth.CryptoKeyPair>('key', store)
      if (tokens?.refreshToken === undefined || key === undefined) return undefined
      return openSession({ name, store, client }, tokens, key)
    },
  }
}

async function openSession(kept: Kept, first: Tokens, key: oauth.CryptoKeyPair): Promise<SignedIn> {
  const tokens = keepTokens(kept, first)
  const prove = await createProver(key)
  const over = Promise.withResolvers<SessionEnd>()

  async function headersFor(method: string, url: string | URL): Promise<Record<string, string>> {
    const accessToken = await tokens.good().catch((error: unknown) => {
      if (error instanceof SignedOut) over.resolve({ why: 'ended' })
      throw error
    })
    return { authorization: `DPoP ${accessToken}`, dpop: await prove(method, new URL(url, location.origin), accessToken) }
  }

  async function send(input: string | URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    for (const [header, value] of Object.entries(await headersFor(init.method ?? 'GET', input))) headers.set(header, value)
    return fetch(input, { ...init, headers })
  }

  async function sendTwice(input: string | URL, init: RequestInit = {}): Promise<Response> {
    const before = tokens.now()
    const response = await send(input, init)
    if (response.status !== 401) return response
    const lock = await lockOf(response)
    if (lock !== undefined) {
      over.resolve({ why: 'locked', helpDesk: helpDeskOf(lock) })
      return response
    }
    tokens.distrust(before)
    return send(input, init)
  }

  return {
    deviceId: first.deviceId,
    headersFor,
    fetch: sendTwice,
    over: over.promise,
    async call({ method, path, query = {}, body }) {
      const url = new URL(path, location.origin)
      for (const [word, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(word, value)
      const json = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      const response = await sendTwice(url, { method, ...json })
      const answer: unknown = await response.json().catch(() => ({}))
      const said = isRecord(answer) ? answer : {}
      if (response.status === 401 && said['errcode'] !== LOCKED) throw await signedOut(kept.store)
      if (!response.ok) throw new ApiError(response.status, said)
      return answer
    },
    async signOut() {
      const { server } = await openProvider(kept.store)
      await oauth.revocationRequest(server, kept.client, oauth.None(), tokens.toRevoke(), insecure).catch(() => undefined)
      await forget(kept.store)
    },
  }
}

/** The tokens of a session, renewed when their time has come. */
interface KeptTokens {
  now(): string
  /** An access token that is good, as far as this side can tell. */
  good(): Promise<string>
  /** The server did not take it: the next one is another, unless somebody has renewed it meanwhile. */
  distrust(accessToken: string): void
  toRevoke(): string
}

function keepTokens(kept: Kept, first: Tokens): KeptTokens {
  let tokens = first
  let provider: Promise<Provider> | undefined
  let renewing: Promise<void> | undefined

  async function renewOnce(): Promise<void> {
    // A page that opens without the server shows what it has; who issues tokens is asked when one is needed.
    provider ??= openProvider(kept.store)
    try {
      tokens = await renew(kept, await provider, tokens.accessToken)
    } catch (error) {
      provider = undefined
      throw error
    }
  }

  return {
    now: () => tokens.accessToken,
    async good() {
      if (Date.now() >= tokens.goodUntilMs) {
        renewing ??= renewOnce().finally(() => (renewing = undefined))
        await renewing
      }
      return tokens.accessToken
    },
    distrust(accessToken) {
      if (tokens.accessToken === accessToken) tokens = { ...tokens, goodUntilMs: 0 }
    },
    toRevoke: () => tokens.refreshToken ?? tokens.accessToken,
  }
}

/** One renews, the others take what it got: a refresh token that is used twice ends the session. */
function renew(kept: Kept, provider: Provider, stale: string): Promise<Tokens> {
  return navigator.locks.request(`${kept.name}-tokens`, async () => {
    const tokens = await get<Tokens>('tokens', kept.store)
    if (tokens?.refreshToken === undefined) throw new SignedOut('the session has ended')
    return tokens.accessToken !== stale && tokens.goodUntilMs > Date.now() ? tokens : refresh(kept, provider, tokens)
  })
}

async function refresh({ store, client }: Kept, { server, key }: Provider, tokens: Tokens): Promise<Tokens> {
  const DPoP = oauth.DPoP(client, key)
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refreshToken ?? '', { DPoP, ...insecure })
  try {
    const next = toTokens(await oauth.processRefreshTokenResponse(server, client, response), tokens.deviceId)
    const whole = { ...next, refreshToken: next.refreshToken ?? tokens.refreshToken }
    await set('tokens', whole, store)
    return whole
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) throw await signedOut(store)
    throw error
  }
}

async function openProvider(store: UseStore): Promise<Provider> {
  const server = await discover()
  const key = (await get<oauth.CryptoKeyPair>('key', store)) ?? (await oauth.generateKeyPair('ES256', { extractable: false }))
  await set('key', key, store)
  return { server, key }
}

/** The key goes with the tokens that need it. */
async function forget(store: UseStore): Promise<void> {
  await delMany(['tokens', 'pending', 'key'], store)
}

async function signedOut(store: UseStore): Promise<SignedOut> {
  await forget(store)
  return new SignedOut('the session has ended')
}

/** Makes proofs of the key, one for each request. RFC 9449, section 4.2. */
async function createProver(key: oauth.CryptoKeyPair): Promise<(method: string, url: URL, accessToken: string) => Promise<string>> {
  const jwk = await exportJWK(key.publicKey)
  return async (method, url, accessToken) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken))
    return new SignJWT({ jti: crypto.randomUUID(), htm: method.toUpperCase(), htu: url.origin + url.pathname, ath: base64Url(new Uint8Array(digest)) })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt()
      .sign(key.privateKey)
  }
}

function leave(url: URL): Promise<never> {
  location.assign(url)
  return new Promise(() => undefined)
}

/** What is said of a locked account; undefined where it is not. No token helps then. */
async function lockOf(response: Response): Promise<Readonly<Record<string, unknown>> | undefined> {
  const answer: unknown = await response.clone().json().catch(() => undefined)
  return isRecord(answer) && answer['errcode'] === LOCKED ? answer : undefined
}

/** Whom somebody turns to whose account is locked, as the answer says it. */
export function helpDeskOf(answer: Readonly<Record<string, unknown>>): string | undefined {
  const said = answer['org.chappe.help_desk']
  return typeof said === 'string' && said !== '' ? said.slice(0, HELP_DESK_CHARS_MAX) : undefined
}

/** Where one comes back to is a page of the app, and no address of somebody else. */
function isWithin(place: string, home: string, signedIn: string): boolean {
  if (place.length > PLACE_CHARS_MAX || place.startsWith('//') || place.startsWith(signedIn)) return false
  return new URL(place, location.origin).origin === location.origin && place.startsWith(home)
}

function toTokens(answer: oauth.TokenEndpointResponse, deviceId: string): Tokens {
  const lifeMs = (answer.expires_in ?? 300) * 1000
  // Renewed a while before its end, so that no call has to be made twice for it.
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token, deviceId, goodUntilMs: Date.now() + lifeMs * 0.8 }
}

async function discover(): Promise<oauth.AuthorizationServer> {
  const response = await fetch('/_matrix/client/v1/auth_metadata')
  const answer: unknown = await response.json()
  if (!response.ok || !isRecord(answer) || typeof answer['issuer'] !== 'string') throw new Error('the server has no sign-in by OAuth 2.0')
  return { ...answer, issuer: answer['issuer'] }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function randomDeviceId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (each) => DEVICE_CHARS[each % DEVICE_CHARS.length]).join('')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
