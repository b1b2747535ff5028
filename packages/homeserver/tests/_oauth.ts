// An application that signs people in through OAuth 2.0, with a browser that walks the pages.
import { createHash, createPrivateKey, createSign, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, TestServer } from '@chappe/testkit'
import { PASSWORD, request } from '@chappe/testkit'
import type { Browser, Page } from './_web.ts'
import { browserOn } from './_web.ts'

/** What most applications in the tests say of themselves. */
export const METADATA = {
  client_name: 'Messenger',
  'client_name#fr': 'Messagerie',
  client_uri: 'https://example.org/',
  redirect_uris: ['https://app.example.org/signed-in'],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
  application_type: 'web',
}

export const REDIRECT_URI = 'https://app.example.org/signed-in'

/** Registers an application. */
export function register(chappe: TestServer<Server>, metadata: Json = METADATA): Promise<HttpAnswer> {
  return request(chappe.url, 'POST', '/oauth2/register', { body: metadata })
}

/** Sends a form to an endpoint of the provider. */
export function sendForm(url: string, path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  return request(url, 'POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    raw: new URLSearchParams(form).toString(),
  })
}

/** One attempt to sign in, with what the application remembers of it. */
export interface Attempt {
  clientId: string
  verifier: string
  /** Path and query that the browser is sent to. */
  path: string
}

/** Begins to sign in as a device; `more` are further parameters, or other values of the usual ones. */
export function attempt(clientId: string, deviceId: string, more: Record<string, string> = {}): Attempt {
  const verifier = randomBytes(48).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    response_mode: 'query',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    scope: `urn:matrix:client:api:* urn:matrix:client:device:${deviceId}`,
    state: 'a state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  })
  return { clientId, verifier, path: `/oauth2/authorize?${query.toString()}` }
}

/** A browser in which somebody has signed in by password. */
export async function browserOf(chappe: TestServer<Server>, user: string): Promise<Browser> {
  const browser = browserOn(chappe)
  await browser.post('/signin', { user, password: PASSWORD, continue: '/account' })
  return browser
}

/** Walks from the application to the page on which somebody is asked, whether or not they have to sign in first. */
export async function consentOf(browser: Browser, path: string): Promise<{ page: Page; at: string }> {
  const sent = await browser.get(path)
  const to = pathOf(sent.location)
  const at = to.startsWith('/signin?') ? (new URL(to, 'http://localhost:8008').searchParams.get('continue') ?? '') : to
  if (!at.startsWith('/oauth2/')) throw new Error(`sent back at once: ${sent.status} ${sent.location}`)
  return { page: await browser.get(at), at }
}

/** Says yes or no on the page, and is sent to where the application is. */
export async function decide(browser: Browser, { page, at }: { page: Page; at: string }, decision = 'allow'): Promise<URL> {
  const decided = await browser.post(at, { csrf: page.field('csrf'), decision })
  if (decided.status !== 303) throw new Error(`not decided: ${decided.status} ${decided.text}`)
  return new URL(decided.location ?? 'missing:')
}

/** Exchanges the code of a redirect. */
export function exchange(url: string, { clientId, verifier }: Attempt, redirected: URL, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  const code = redirected.searchParams.get('code') ?? ''
  return sendForm(url, '/oauth2/token', { grant_type: 'authorization_code', client_id: clientId, code, redirect_uri: REDIRECT_URI, code_verifier: verifier }, headers)
}

/** Refreshes. */
export function refresh(url: string, clientId: string, refreshToken: string, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  return sendForm(url, '/oauth2/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken }, headers)
}

/** Signs somebody in as a device, from the registration to the tokens. */
export async function signIn(
  chappe: TestServer<Server>,
  user: string,
  deviceId: string,
  { key, metadata = METADATA }: { key?: ProofKey; metadata?: Json } = {},
): Promise<Json & { clientId: string }> {
  const { client_id: clientId } = (await register(chappe, metadata)).body
  const begun = attempt(clientId, deviceId)
  const browser = await browserOf(chappe, user)
  const redirected = await decide(browser, await consentOf(browser, begun.path))
  const headers = key === undefined ? {} : { dpop: key.prove('POST', `${chappe.config.publicUrl}/oauth2/token`) }
  const answer = await exchange(chappe.url, begun, redirected, headers)
  if (answer.status !== 200) throw new Error(`${user} could not sign in: ${answer.status} ${JSON.stringify(answer.body)}`)
  return { ...answer.body, clientId }
}

function pathOf(location: string | undefined): string {
  if (location === undefined) throw new Error('no redirect')
  const url = new URL(location, 'http://localhost:8008')
  return `${url.pathname}${url.search}`
}

/** A key that tokens are bound to. */
export interface ProofKey {
  /** `claims` and `head` replace what a good proof has. */
  prove(method: string, url: string, more?: { token?: string; claims?: Json; head?: Json }): string
}

/** Makes a key of ES256 or EdDSA. `now`: the clock of whoever has it. */
export function makeKey(now: () => number, kind: 'ES256' | 'EdDSA' = 'ES256'): ProofKey {
  const made = kind === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  const { privateKey } = made
  const { kty, crv, x, y } = made.publicKey.export({ format: 'jwk' })
  const jwk = kind === 'ES256' ? { kty, crv, x, y } : { kty, crv, x }
  return {
    prove(method, url, { token, claims = {}, head = {} } = {}) {
      const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }
      const body = { jti: randomBytes(16).toString('base64url'), htm: method, htu: url, iat: Math.floor(now() / 1000), ...ath, ...claims }
      return jwtOf({ typ: 'dpop+jwt', alg: kind, jwk, ...head }, body, privateKey)
    },
  }
}

function jwtOf(head: Json, body: Json, key: KeyObject): string {
  const signed = [head, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${signatureOf(signed, key).toString('base64url')}`
}

function signatureOf(text: string, key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, Buffer.from(text), key)
  return createSign('sha256').update(text).sign({ key: createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })), dsaEncoding: 'ieee-p1363' })
}
