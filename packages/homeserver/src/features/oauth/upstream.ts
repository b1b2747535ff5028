// Other identity providers: /oauth2/upstream/{id} sends a browser there, and what it comes back with signs it in to the
// pages here, if it is linked with an account and the provider attests what the policy asks for.
// https://openid.net/specs/openid-connect-core-1_0.html
import { MatrixError } from '@chappe/contract'
import { maySignIn } from '@chappe/policy'
import { timingSafeEqual } from 'node:crypto'
import * as client from 'openid-client'
import { cookieOf } from '../../http/cookies.ts'
import { readForm } from '../../http/form-body.ts'
import type { PageBody } from '../../http/reveal-tap.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import { assertCsrf, assertOwnForm, continueOf } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import { webOriginOf } from '../../web-session.ts'
import type { Artifacts, Away } from './artifacts.ts'
import { gonePage } from './consent-page.ts'
import { isFresh } from './consent.ts'
import type { Asked, OAuthDeps } from './context.ts'
import type { UpstreamOwner } from './oauth-store.ts'
import { findUpstreamOwner, insertUpstreamIdentity } from './oauth-store.ts'
import { PATHS } from './provider.ts'
import type { UpstreamRefusal } from './upstream-page.ts'
import { refusedPage } from './upstream-page.ts'
import type { Assurance, UpstreamProvider } from './upstream-file.ts'

/** The other providers. */
export interface Upstream {
  /** Those that there are, for the page to sign in on: `/oauth2/upstream/{id}?continue=...`. */
  list(): { id: string; name: string; issuer: string }[]
  /** Answers what is below `/oauth2/upstream/`. */
  answer(asked: Asked): Promise<PageBody>
  close(): Promise<void>
}

/** What the parts of this share. */
interface Context {
  deps: OAuthDeps
  artifacts: Artifacts
  configurationOf(provider: UpstreamProvider): Promise<client.Configuration>
  /** Set on a browser that is sent away, so that it is the same one that comes back. */
  cookie: { name: string; attributes: string }
}

const CALL_MS = 10_000
const MAX_ANSWER_BYTES = 512 * 1024
/** How far clocks may be apart. */
const SKEW_SECONDS = 10

/** Ties the providers of some files. */
export function openUpstream(deps: OAuthDeps, artifacts: Artifacts, parts: { providers: readonly UpstreamProvider[]; outgoing: Outgoing }): Upstream {
  const { providers, outgoing } = parts
  const { configurationOf, close } = openConfigurations(outgoing)
  const isSecure = deps.settings.publicUrl.startsWith('https:')
  const attributes = `Path=${PATHS.upstream}; HttpOnly; SameSite=Lax; Max-Age=600${isSecure ? '; Secure' : ''}`
  const context: Context = { deps, artifacts, configurationOf, cookie: { name: isSecure ? '__Secure-chappe-upstream' : 'chappe-upstream', attributes } }
  return {
    list: () => providers.map(({ id, name, issuer }) => ({ id, name, issuer })),
    close,
    async answer(asked) {
      const path = (asked.request.url ?? '').split('?', 1)[0] ?? ''
      const [id, more, ...rest] = path.slice(PATHS.upstream.length + 1).split('/')
      const provider = providers.find((each) => each.id === id)
      if (provider === undefined || rest.length > 0) return gonePage(languageOf(asked.request.headers))
      if (more === 'callback' && asked.request.method === 'GET') return comeBack(context, asked, provider)
      if (more === 'link' && asked.request.method === 'POST') return beginLink(context, asked, provider)
      if (more === undefined && asked.request.method === 'GET') {
        return sendAway(context, provider, { path: continueOf(queryOf(asked).get('continue')), linkWith: 0 })
      }
      throw new MatrixError('M_UNRECOGNIZED', { status: 405 })
    },
  }
}

/** What the providers publish of themselves, asked for when it is first needed and again when that failed. */
function openConfigurations(outgoing: Outgoing): { configurationOf: Context['configurationOf']; close(): Promise<void> } {
  const calling = outgoing.openClient({ maxSockets: 16, maxSocketsPerHost: 8, anyAddress: true })
  const known = new Map<string, Promise<client.Configuration>>()

  async function discover({ issuer, clientId, clientSecret }: UpstreamProvider): Promise<client.Configuration> {
    const plainHttp = issuer.startsWith('http:')
    const options = { [client.customFetch]: fetchOf(calling, outgoing, plainHttp), ...(plainHttp ? { execute: [client.allowInsecureRequests] } : {}) }
    const configuration = await client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretPost(clientSecret), options)
    // That the answer came over TLS is not enough: the signature of the ID token is checked.
    client.enableNonRepudiationChecks(configuration)
    return configuration
  }

  return {
    configurationOf(provider) {
      const found = known.get(provider.id) ?? discover(provider)
      known.set(provider.id, found)
      found.catch(() => known.delete(provider.id))
      return found
    },
    close: async () => calling[Symbol.asyncDispose](),
  }
}

/** The library's calls, made by our own client: bounded, and through the tap. */
function fetchOf(calling: ReturnType<Outgoing['openClient']>, { tap }: Outgoing, plainHttp: boolean): client.CustomFetch {
  return async (url, { method, headers, body }) => {
    const text = body === undefined || body === null ? undefined : String(body)
    const answer = await calling.call({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers,
      ...(text === undefined ? {} : { body: tap.nothing(text) }),
      timeoutMs: CALL_MS,
      maxBytes: MAX_ANSWER_BYTES,
      plainHttp,
    })
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: { 'content-type': answer.headers['content-type'] ?? '' } })
  }
}

async function sendAway({ deps, artifacts, configurationOf, cookie }: Context, provider: UpstreamProvider, to: { path: string; linkWith: number }): Promise<PageBody> {
  const { random, settings } = deps
  const configuration = await configurationOf(provider)
  const [state, verifier, nonce] = [random.text(43), random.text(64), random.text(43)]
  await artifacts.keepUpstream(state, { idp: provider.id, verifier, nonce, ...to })
  const { acr, amr, maxAgeSeconds } = strictest(provider)
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(settings.publicUrl, provider),
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    acr_values: acr.join(' '),
    max_age: String(maxAgeSeconds),
    claims: JSON.stringify({ id_token: { acr: { essential: true, values: acr }, auth_time: { essential: true }, ...(amr.length === 0 ? {} : { amr: { essential: true } }) } }),
  })
  return redirect(url.href, { 'set-cookie': `${cookie.name}=${state}; ${cookie.attributes}` })
}

/** Before it is known who comes, the shortest time of all is asked for; what the account's organisation asks is checked after. */
function strictest({ assurance, organisations }: UpstreamProvider): Assurance {
  const all = [assurance, ...organisations.values()]
  return {
    acr: [...new Set(all.flatMap(({ acr }) => acr))],
    amr: [...new Set(all.flatMap(({ amr }) => amr))],
    maxAgeSeconds: Math.min(...all.map(({ maxAgeSeconds }) => maxAgeSeconds)),
  }
}

/** Somebody who is signed in, and has just proved it, links an identity with their account. */
async function beginLink(context: Context, { request }: Asked, provider: UpstreamProvider): Promise<PageBody> {
  const { ports, settings, clock } = context.deps
  assertOwnForm(request.headers, settings.publicUrl)
  const session = await ports.webSessions.find(request.headers.cookie)
  if (session === undefined || !isFresh(session, clock.now())) return redirect('/signin?continue=%2Faccount')
  assertCsrf(await readForm(request), session.csrf)
  return sendAway(context, provider, { path: '/account', linkWith: session.userNid })
}

async function comeBack(context: Context, asked: Asked, provider: UpstreamProvider): Promise<PageBody> {
  const { deps, artifacts, cookie } = context
  const { request, ip } = asked
  const language = languageOf(request.headers)
  const state = queryOf(asked).get('state') ?? ''
  const isSameBrowser = isSame(state, cookieOf(request.headers.cookie, cookie.name) ?? '')
  const away = isSameBrowser ? await artifacts.takeUpstream(state) : undefined
  if (away === undefined || away.idp !== provider.id) return gonePage(language)
  const claims = await claimsOf(context, asked, provider, { ...away, state })
  if (claims === undefined) return refusedPage(language, 'failed', provider.name)
  const identity = { issuer: claims.iss, subject: claims.sub }
  // Only what this very person has chosen on their account's page links an identity; an address never does.
  if (away.linkWith !== 0) await insertUpstreamIdentity(deps.db, { ...identity, userNid: away.linkWith, now: deps.clock.now() })
  const owner = await findUpstreamOwner(deps.db, identity)
  if (owner === undefined || (away.linkWith !== 0 && owner.userNid !== away.linkWith)) return refusedPage(language, 'unknown', provider.name)
  const refusal = refusalOf(claims, owner, { asked: assuranceFor(provider, owner), now: deps.clock.now() })
  if (refusal !== undefined) return refusedPage(language, refusal, provider.name)
  if (away.linkWith !== 0) return redirect(away.path)
  const origin = webOriginOf({ ip, headers: request.headers })
  return redirect(away.path, { 'set-cookie': await deps.ports.webSessions.begin(owner, ['upstream'], origin) })
}

/** The claims of the ID token that the code was exchanged for; nothing where it is none, or was refused there. */
async function claimsOf({ deps, configurationOf }: Context, asked: Asked, provider: UpstreamProvider, away: Away & { state: string }): Promise<client.IDToken | undefined> {
  const url = new URL(`${callbackOf(deps.settings.publicUrl, provider)}?${queryOf(asked).toString()}`)
  try {
    const checks = { pkceCodeVerifier: away.verifier, expectedNonce: away.nonce, expectedState: away.state, idTokenExpected: true }
    return (await client.authorizationCodeGrant(await configurationOf(provider), url, checks)).claims()
  } catch (error) {
    deps.logger.warn({ err: error, idp: provider.id }, 'another identity provider did not sign somebody in')
    return undefined
  }
}

function refusalOf(claims: client.IDToken, owner: UpstreamOwner, { asked, now }: { asked: Assurance; now: number }): UpstreamRefusal | undefined {
  if (!isAssured(claims, asked, now)) return 'weak'
  return maySignIn(owner, 'upstream') ? undefined : 'stopped'
}

function assuranceFor(provider: UpstreamProvider, { organisation }: UpstreamOwner): Assurance {
  return provider.organisations.get(organisation ?? '') ?? provider.assurance
}

/** ASVS 5.0, 6.8.4: strength, methods and time of the proof are those that are expected; a claim that is missing is not. */
function isAssured({ acr, amr, auth_time: authTime }: client.IDToken, asked: Assurance, now: number): boolean {
  const methods = Array.isArray(amr) ? amr : []
  const hasMethod = asked.amr.length === 0 || asked.amr.some((method) => methods.includes(method))
  const age = typeof authTime === 'number' ? now / 1000 - authTime : Number.POSITIVE_INFINITY
  return typeof acr === 'string' && asked.acr.includes(acr) && hasMethod && age <= asked.maxAgeSeconds + SKEW_SECONDS && age >= -SKEW_SECONDS
}

function callbackOf(publicUrl: string, { id }: UpstreamProvider): string {
  return `${publicUrl}${PATHS.upstream}/${id}/callback`
}

function queryOf({ request }: Asked): URLSearchParams {
  return new URLSearchParams((request.url ?? '').split('?', 2)[1])
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.byteLength > 0 && one.byteLength === other.byteLength && timingSafeEqual(one, other)
}
