// From a request to the call of an endpoint: who asks, how often they may, and what they say, checked.
import type { AnyEndpoint } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import { JsonError, parseJson } from '@chappe/core'
import { accountTypeMay, mayCall, mayOnProbation, mayWhileLocked, PROBATION_HISTORY_MS } from '@chappe/policy'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { urgently } from '../db/urgent.ts'
import type { Clock, Logger } from '../deps.ts'
import { waitsToBeApproved } from '../on-probation.ts'
import type { Authenticator, RequestQuery, Session } from '../session.ts'
import { SessionOver } from '../session.ts'
import { noteStage } from '../stop-stages.ts'
import { viewAs } from '../viewing.ts'
import type { AddressOf } from './addresses.ts'
import type { AssertBound, ShownToken } from './bound-tokens.ts'
import { discard, send, sendError } from './answers.ts'
import type { ErrorAnswer } from './errors.ts'
import type { Lease } from './gate.ts'
import { Gate } from './gate.ts'
import { onGone } from './gone.ts'
import { parseQuery } from './query.ts'
import type { RateLimits } from './rate-limits.ts'
import type { LedgerSink } from './reveal-tap.ts'
import { isLiveRead, revealTap } from './reveal-tap.ts'
import type { CallRequest, RoleRefusal, Route } from './route.ts'
import type { Rush } from './rush.ts'
import type { UnderWay } from './under-way.ts'

/** What every call needs. */
export interface CallDeps {
  authenticator: Authenticator
  rateLimits: RateLimits
  ledger: LedgerSink
  clock: Clock
  logger: Logger
  addressOf: AddressOf
  /** Is told of whoever lacks a role that an endpoint is for. */
  refused(refusal: RoleRefusal): Promise<void>
  /** Where calls may come from; throws `M_FORBIDDEN`. */
  addresses: { assertAllowed(ip: string): void }
  assertBound: AssertBound
  /** Until when this process may serve. */
  lease: Lease
  underWay: UnderWay
  /** Told after something was handed to the operating system for somebody. */
  served?: ((userId: string) => void) | undefined
  rush: Rush
}

/** The query of a request, as text. */
export type RawQuery = RequestQuery

/** A request whose path belongs to a route; the body is read unless the endpoint reads it itself. */
export interface Incoming {
  request: IncomingMessage
  response: ServerResponse
  params: Readonly<Record<string, string>>
  query: RawQuery
  body: unknown
}

/** What answers the calls of one route. */
export interface Answering {
  route: Route
  checks: Checks
  deps: CallDeps
}

/** The checks of an endpoint's query and body; they throw `M_INVALID_PARAM`, `M_MISSING_PARAM` or `M_BAD_JSON`. */
export interface Checks {
  query(raw: unknown): unknown
  body(raw: unknown): unknown
  /** Compiles them, where nobody should wait for that later. */
  compile(): void
}

/** Makes what answers the calls of a route. */
export function answeringOf(route: Route, deps: CallDeps): Answering {
  return { route, checks: checksOf(route.endpoint), deps }
}

/** Answers one call, whatever comes of it. */
export async function answer(answering: Answering, incoming: Incoming): Promise<void> {
  const { route, deps } = answering
  const { request, response } = incoming
  const gate = gateOf(answering, incoming)
  if (route.endpoint.roles !== undefined) noteStage('asked')
  try {
    const result = isUrgentCall(route) ? urgently(() => resultOf(answering, incoming, gate)) : resultOf(answering, incoming, gate)
    await send({ response, gate, underWay: deps.underWay }, await result)
    if (route.endpoint.rate === 'sync' && deps.rush.isOn()) deps.rush.rest(request.socket)
  } catch (error) {
    sendFailure(answering, incoming, await errorToTell(gate, error))
  } finally {
    gate.end()
  }
}

/** What is done at the desk does not wait behind what everybody else asks for. */
function isUrgentCall({ endpoint }: Route): boolean {
  return endpoint.roles !== undefined && endpoint.method !== 'GET'
}

function sendFailure({ route, deps }: Answering, { request, response }: Incoming, error: unknown): void {
  const { refuse, endpoint } = route
  const shown = refuse === undefined ? {} : { shown: (answer: ErrorAnswer) => refuse(answer, request.headers) }
  sendError(response, error, { logger: deps.logger, operation: endpoint.operation, ...shown })
}

function gateOf(answering: Answering, incoming: Incoming): Gate {
  const { deps, route } = answering
  return new Gate({
    lease: deps.lease,
    request: incoming.request,
    response: incoming.response,
    isFree: isForEverybody(route, incoming),
    isReading: isReading(route),
    look() {
      assertAddress(answering, incoming)
      return sessionOf(answering, incoming)
    },
    served: deps.served,
  })
}

/** How often a call is begun anew because what was known of its session changed while it was held. */
const MAX_BEGINNINGS = 4

/** What the route gives back, once it may leave. */
async function resultOf(answering: Answering, incoming: Incoming, gate: Gate): Promise<unknown> {
  for (let beginning = 0; beginning < MAX_BEGINNINGS; beginning += 1) {
    const call = buildCall(answering, incoming)
    const built = call instanceof Promise ? await call : call
    const { session } = built
    if (answering.route.endpoint.roles !== undefined) await assertRole(answering, built)
    gate.begin(session)
    try {
      const result = await handle(answering, built)
      if (session === undefined || !gate.isOpen()) await openedFor(answering, incoming, { gate, result })
      return result
    } catch (error) {
      if (!(error instanceof SessionOver)) throw error
    }
  }
  throw new MatrixError('M_UNKNOWN_TOKEN')
}

/** A device that waits to be approved sees less. */
function handle({ route, deps }: Answering, call: BuiltCall): Promise<unknown> {
  if (call.session?.onProbationSinceMs === undefined) return route.handle(call)
  return viewAs({ openRoomsFromMs: deps.clock.now() - PROBATION_HISTORY_MS }, () => route.handle(call))
}

/** Throws `M_FORBIDDEN` unless the caller has one of the roles that the endpoint is for. */
async function assertRole({ route, deps }: Answering, { session, params, request }: BuiltCall): Promise<void> {
  const { roles = [], operation } = route.endpoint
  if (session === undefined || session.roles.some((role) => roles.includes(role))) return
  const target = typeof params === 'object' && params !== null ? Object.values(params).join(' ') : ''
  if (session.roles.length > 0) await deps.refused({ session, operation, target, ip: request.ip })
  throw new MatrixError('M_FORBIDDEN', { message: 'Your role does not let you do that' })
}

/** What reads is withheld from who is contained meanwhile; what acts has acted (signing out, say), and tells. */
function isReading({ endpoint }: Route): boolean {
  return endpoint.method === 'GET' || endpoint.reveals.length > 0
}

/** What everybody may ask is the same for all who do not say who they are: whether the server lives, what it can do. */
function isForEverybody({ endpoint }: Route, { request: { headers }, query }: Incoming): boolean {
  if ((endpoint.auth !== 'none' && endpoint.auth !== 'optional') || endpoint.method !== 'GET' || endpoint.reveals.length > 0) return false
  return headers.authorization === undefined && headers.cookie === undefined && query['access_token'] === undefined
}

/** Where the answer may not leave, it is thrown away, and what is said instead is thrown. */
async function openedFor(answering: Answering, incoming: Incoming, { gate, result }: { gate: Gate; result: unknown }): Promise<void> {
  try {
    // Where there is a session, blocking an address has it looked up anew, and the address with it.
    if (gate.isReading) assertAddress(answering, incoming)
    await gate.opened()
  } catch (error) {
    discard(result)
    throw error
  }
}

/**
 * Who is contained is told nothing else than that, not even what was wrong with their request; and nobody is told it while
 * this process may not serve. That something does not work at the moment says nothing of anybody.
 */
async function errorToTell(gate: Gate, error: unknown): Promise<unknown> {
  if (!gate.isStopped() && !(gate.isLapsed() && error instanceof MatrixError && error.status < 500)) return error
  try {
    await gate.opened()
    return error
  } catch (refusal) {
    return refusal
  }
}

function checksOf(endpoint: AnyEndpoint): Checks {
  const query = endpoint.query === undefined ? undefined : checkOf(endpoint.query, 'M_INVALID_PARAM', 'query')
  const body = endpoint.body === undefined || endpoint.body === 'raw' ? undefined : checkOf(endpoint.body, 'M_BAD_JSON', 'body')
  return {
    query: (raw) => (query === undefined ? {} : query.check(raw)),
    body: (raw) => body?.check(raw),
    compile() {
      query?.compile()
      body?.compile()
    },
  }
}

interface Check {
  check(raw: unknown): unknown
  compile(): void
}

/** Compiling a schema takes about a millisecond; most endpoints are not called in the first second. */
function checkOf(schema: TSchema, code: 'M_INVALID_PARAM' | 'M_BAD_JSON', where: string): Check {
  let compiled: ReturnType<typeof Compile> | undefined
  return {
    compile: () => void (compiled ??= Compile(schema)),
    check(raw) {
      compiled ??= Compile(schema)
      if (compiled.Check(raw)) return raw
      const first = compiled.Errors(raw)[0]
      const missing = first?.keyword === 'required'
      const place = first === undefined || first.instancePath === '' ? where : `${where}${first.instancePath}`
      const message = `${place}: ${first?.message ?? 'not as expected'}`
      throw new MatrixError(missing && code === 'M_BAD_JSON' ? 'M_MISSING_PARAM' : code, { message })
    },
  }
}

/** A call with its session; the rest is the route's business. */
interface BuiltCall {
  session: Session | undefined
  params: unknown
  query: unknown
  body: unknown
  tap: unknown
  request: CallRequest
}

/** Not a promise where the session is in memory, as most are: that spares those calls a turn of the queue. */
function buildCall(answering: Answering, incoming: Incoming): Promise<BuiltCall> | BuiltCall {
  assertAddress(answering, incoming)
  assertStorable(incoming.params)
  const found = sessionOf(answering, incoming)
  return found instanceof Promise ? found.then((session) => callOf(answering, incoming, session)) : callOf(answering, incoming, found)
}

function assertAddress({ deps }: Answering, { request }: Incoming): void {
  deps.addresses.assertAllowed(deps.addressOf(request))
}

function callOf(answering: Answering, incoming: Incoming, session: Session | undefined): BuiltCall {
  const { checks, deps } = answering
  const { endpoint } = answering.route
  const { request, params } = incoming
  if (session?.isGuest === true && endpoint.auth === 'token') throw new MatrixError('M_GUEST_ACCESS_FORBIDDEN')
  if (session?.isSuspended === true && !mayCall('reading', endpoint)) throw new MatrixError('M_USER_SUSPENDED')
  if (session !== undefined && !accountTypeMay(session.accountType, endpoint.operation)) {
    throw new MatrixError('M_FORBIDDEN', { message: 'Your kind of account does not have that here' })
  }
  if (session?.onProbationSinceMs !== undefined) assertApproved(endpoint, params, session)
  if (session?.appservice?.isRateLimited !== false) deps.rateLimits.take(endpoint.rate, session?.userId ?? deps.addressOf(request))
  const { operation } = endpoint
  const query = checks.query(endpoint.query === undefined ? {} : parseQuery(endpoint.query, incoming.query))
  const body = endpoint.body === undefined || endpoint.body === 'raw' ? undefined : checks.body(parseBody(incoming.body))
  return {
    params,
    query,
    body,
    session,
    tap: revealTap(deps.ledger, deps.clock, { operation, session, addressOf: () => deps.addressOf(request), isLive: isLiveRead(operation, query, body) }),
    request: callRequest(deps, incoming),
  }
}

/** Never 404: a client must not think that there is nothing, and make it anew. */
function assertApproved({ operation, path }: AnyEndpoint, { type }: Readonly<Record<string, string>>, session: Session): void {
  if (mayOnProbation({ operation, path, type })) return
  throw waitsToBeApproved(session)
}

function callRequest(deps: CallDeps, { request }: Incoming): CallRequest {
  return {
    get ip() {
      return deps.addressOf(request)
    },
    headers: request.headers,
    stream: request,
    get path() {
      return pathOf(request)
    },
    onGone: (listener) => onGone(request.socket, listener),
  }
}

/** The path of a request, without the query. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? ''
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

/** Parts of paths become columns (transaction ids, types, keys), and PostgreSQL stores no text with U+0000. */
function assertStorable(params: Readonly<Record<string, string>>): void {
  for (const name in params) {
    if (params[name]?.includes('\u0000') === true) {
      throw new MatrixError('M_INVALID_PARAM', { message: 'The path holds U+0000' })
    }
  }
}

/** Whom a connection has spoken for last, and by which header: most speak for one account only. */
const lastSpeaker = new WeakMap<Socket, { header: string; session: Session }>()

function sessionOf({ route, deps }: Answering, incoming: Incoming): Promise<Session> | Session | undefined {
  const { request } = incoming
  const { auth, operation } = route.endpoint
  if (auth === 'none') return undefined
  const header = request.headers.authorization
  const ip = (): string => deps.addressOf(request)
  const last = lastSpeaker.get(request.socket)
  if (header !== undefined && last?.header === header) {
    const session = deps.authenticator.reuse(last.session, ip, mayWhileLocked(operation))
    if (session !== undefined) return boundSession(deps, incoming, session)
  }
  const token = tokenOf(header, incoming.query)?.token
  if (token === undefined) {
    if (auth === 'optional') return undefined
    throw new MatrixError('M_MISSING_TOKEN')
  }
  const found = deps.authenticator.authenticate(token, ip, mayWhileLocked(operation), incoming.query)
  if (found instanceof Promise) return found.then((session) => boundSession(deps, incoming, session))
  if (header !== undefined) lastSpeaker.set(request.socket, { header, session: found })
  return boundSession(deps, incoming, found)
}

/** The session, unless its token is bound to a key that the request does not prove to have. */
function boundSession({ assertBound }: CallDeps, { request, query }: Incoming, session: Session): Session {
  const { authorization } = request.headers
  assertBound(session, request, () => tokenOf(authorization, query) ?? { isDpop: false, token: '' })
  return session
}

/** The header, or the query parameter that the specification deprecated but old clients still send. */
function tokenOf(header: string | undefined, query: RawQuery): ShownToken | undefined {
  if (header !== undefined) {
    const [, scheme, token] = /^(Bearer|DPoP) +(\S{1,512})$/i.exec(header) ?? []
    if (scheme === undefined || token === undefined) throw new MatrixError('M_UNKNOWN_TOKEN')
    return { isDpop: scheme.length === 4, token }
  }
  const token = query['access_token']
  return typeof token === 'string' && token.length > 0 ? { isDpop: false, token } : undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** An absent body is an empty object: many clients send none where every member is optional. */
function parseBody(raw: unknown): unknown {
  if (raw === undefined || raw === null) return {}
  if (!Buffer.isBuffer(raw)) throw new MatrixError('M_NOT_JSON')
  if (raw.byteLength === 0) return {}
  try {
    return parseJson(decoder.decode(raw))
  } catch (error) {
    if (!(error instanceof JsonError)) throw new MatrixError('M_NOT_JSON', { cause: error })
    throw new MatrixError(error.code === 'syntax' ? 'M_NOT_JSON' : 'M_BAD_JSON', { message: error.message })
  }
}
