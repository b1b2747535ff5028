// From HTTP to a call and back: the one place that knows Fastify.
import type { AnyEndpoint } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import { JsonError, parseJson } from '@chappe/core'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastify from 'fastify'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock, Logger } from '../deps.ts'
import type { Authenticator, Session } from '../session.ts'
import { answerError } from './errors.ts'
import { parseQuery } from './query.ts'
import type { RateLimits } from './rate-limits.ts'
import type { LedgerSink } from './reveal-tap.ts'
import { JsonText, RawBody, Revealed, revealTap } from './reveal-tap.ts'
import type { Route } from './route.ts'

/** What the adapter needs beside the routes. */
export interface HttpDeps {
  authenticator: Authenticator
  rateLimits: RateLimits
  ledger: LedgerSink
  clock: Clock
  logger: Logger
  trustedProxies: readonly string[]
}

/** JSON bodies above this are refused; events are bounded far lower by their own rules. */
const MAX_JSON_BYTES = 8 * 1024 * 1024

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'access-control-allow-headers': 'X-Requested-With, Content-Type, Authorization',
}
const JSON_HEADERS: Readonly<Record<string, string>> = { ...CORS, 'content-type': 'application/json' }

/**
 * Builds the HTTP server of a set of routes.
 * `/v3/` paths answer under `/r0/` too; unknown paths and methods answer `M_UNRECOGNIZED` (404 and 405).
 */
export function createHttp(routes: readonly Route[], deps: HttpDeps): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: MAX_JSON_BYTES,
    trustProxy: deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false,
    forceCloseConnections: 'idle',
    keepAliveTimeout: 75_000,
    requestTimeout: 120_000,
    // A request that still arrives while the server ends is answered like any other; its connection then closes.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.hijack()
      sendError(reply.raw, error, deps.logger, request.url.split('?')[0] ?? '')
    },
    clientErrorHandler: answerBrokenHttp,
    routerOptions: { maxParamLength: 2048, ignoreTrailingSlash: true, caseSensitive: true },
  })
  app.setErrorHandler((error, request, reply) => {
    reply.hijack()
    sendError(reply.raw, error, deps.logger, request.url.split('?')[0] ?? '')
  })
  app.removeAllContentTypeParsers()
  void app.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const each of routes) if (each.endpoint.body !== 'raw') addRoute(scope, each, deps)
  })
  void app.register(async (scope) => {
    // What the bytes call themselves is for the route to judge; Fastify would refuse what it cannot read.
    scope.addHook('onRequest', (request, _reply, done) => {
      request.headers = { 'content-type': 'application/octet-stream' }
      done()
    })
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
    for (const each of routes) if (each.endpoint.body === 'raw') addRoute(scope, each, deps)
  })
  answerUnknown(app, routes, deps.logger)
  return app
}

/** Every path an endpoint answers on, in Fastify's notation. */
export function pathsOf(endpoint: AnyEndpoint): string[] {
  const paths = [endpoint.path, ...(endpoint.aliases ?? [])]
  const legacy = paths
    .filter((path) => /^\/_matrix\/(client|media)\/v3\//.test(path))
    .map((path) => path.replace('/v3/', '/r0/'))
  return [...paths, ...legacy].map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'))
}

function addRoute(scope: FastifyInstance, each: Route, deps: HttpDeps): void {
  const { endpoint } = each
  const checks = checksOf(endpoint)
  for (const url of pathsOf(endpoint)) {
    scope.route({
      method: endpoint.method,
      url,
      exposeHeadRoute: false,
      // Answers go straight to the socket: what Fastify would do to them on the way (serialising, hooks, checks) is
      // done or decided here, and it costs a third of a small request.
      handler: (request, reply) => {
        reply.hijack()
        void answer({ route: each, checks, deps }, request, reply.raw)
      },
    })
  }
}

/** What answers the calls of one route. */
interface Answering {
  route: Route
  checks: Checks
  deps: HttpDeps
}

async function answer(answering: Answering, request: FastifyRequest, response: ServerResponse): Promise<void> {
  const { route, deps } = answering
  try {
    const call = await buildCall(answering, request, response)
    await send(response, await route.handle(call))
  } catch (error) {
    sendError(response, error, deps.logger, route.endpoint.operation)
  }
}

interface Checks {
  query(raw: unknown): unknown
  body(raw: unknown): unknown
}

function checksOf(endpoint: AnyEndpoint): Checks {
  const { query, body } = endpoint
  return {
    query: query === undefined ? () => ({}) : lazily(query, 'M_INVALID_PARAM', 'query'),
    body: body === undefined || body === 'raw' ? () => undefined : lazily(body, 'M_BAD_JSON', 'body'),
  }
}

/** Compiling a schema takes about a millisecond; most endpoints are not called in the first second. */
function lazily(schema: TSchema, code: 'M_INVALID_PARAM' | 'M_BAD_JSON', where: string): (raw: unknown) => unknown {
  let check: ReturnType<typeof Compile> | undefined
  return (raw) => {
    check ??= Compile(schema)
    if (check.Check(raw)) return raw
    const first = check.Errors(raw)[0]
    const missing = first?.keyword === 'required'
    const place = first === undefined || first.instancePath === '' ? where : `${where}${first.instancePath}`
    const message = `${place}: ${first?.message ?? 'not as expected'}`
    throw new MatrixError(missing && code === 'M_BAD_JSON' ? 'M_MISSING_PARAM' : code, { message })
  }
}

async function buildCall(answering: Answering, request: FastifyRequest, response: ServerResponse): Promise<object> {
  const { checks, deps } = answering
  const { endpoint } = answering.route
  assertStorable(request.params)
  const found = sessionOf(endpoint, request, deps)
  // Most sessions are in memory: no turn of the microtask queue for those.
  const session = found instanceof Promise ? await found : found
  if (session?.isGuest === true && endpoint.auth === 'token') throw new MatrixError('M_GUEST_ACCESS_FORBIDDEN')
  deps.rateLimits.take(endpoint.rate, session?.userId ?? request.ip)
  const rawQuery = request.query
  const query = isQuery(rawQuery) && endpoint.query !== undefined ? parseQuery(endpoint.query, rawQuery) : {}
  return {
    params: request.params,
    query: checks.query(query),
    body: endpoint.body === undefined || endpoint.body === 'raw' ? undefined : checks.body(parseBody(request.body)),
    session,
    tap: revealTap(deps.ledger, deps.clock, endpoint.operation, session),
    request: callRequest(request, response),
  }
}

function callRequest(request: FastifyRequest, response: ServerResponse): object {
  return {
    ip: request.ip,
    headers: request.raw.headers,
    stream: request.raw,
    path: request.url.split('?')[0] ?? request.url,
    get signal(): AbortSignal {
      const controller = new AbortController()
      // The answer's end rather than the connection's: a connection outlives many calls.
      response.once('close', () => controller.abort())
      return controller.signal
    },
  }
}

/** Parts of paths become columns (transaction ids, types, keys), and PostgreSQL stores no text with U+0000. */
function assertStorable(params: unknown): void {
  const texts = isQuery(params) ? Object.values(params) : []
  if (texts.some((text) => typeof text === 'string' && text.includes('\u0000'))) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'The path holds U+0000' })
  }
}

function sessionOf(
  endpoint: AnyEndpoint,
  request: FastifyRequest,
  deps: HttpDeps,
): Promise<Session> | Session | undefined {
  if (endpoint.auth === 'none') return undefined
  const token = tokenOf(request)
  if (token === undefined) {
    if (endpoint.auth === 'optional') return undefined
    throw new MatrixError('M_MISSING_TOKEN')
  }
  return deps.authenticator.authenticate(token, request.ip)
}

/** The header, or the query parameter that the specification deprecated but old clients still send. */
function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.raw.headers.authorization
  if (header !== undefined) {
    const match = /^Bearer +(\S{1,512})$/i.exec(header)
    if (match === null) throw new MatrixError('M_UNKNOWN_TOKEN')
    return match[1]
  }
  const query = request.query
  const token = isQuery(query) ? query['access_token'] : undefined
  return typeof token === 'string' && token.length > 0 ? token : undefined
}

/** An absent body is an empty object: many clients send none where every member is optional. */
function parseBody(raw: unknown): unknown {
  if (raw === undefined || raw === null) return {}
  if (!Buffer.isBuffer(raw)) throw new MatrixError('M_NOT_JSON')
  if (raw.byteLength === 0) return {}
  try {
    return parseJson(decodeUtf8(raw))
  } catch (error) {
    if (!(error instanceof JsonError)) throw new MatrixError('M_NOT_JSON', { cause: error })
    throw new MatrixError(error.code === 'syntax' ? 'M_NOT_JSON' : 'M_BAD_JSON', { message: error.message })
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function decodeUtf8(raw: Buffer): string {
  return decoder.decode(raw)
}

async function send(response: ServerResponse, answer: unknown): Promise<void> {
  const payload = answer instanceof Revealed ? answer.payload : answer
  if (payload instanceof RawBody) {
    await sendRaw(response, payload)
    return
  }
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) sendJson(response, 200, payload)
  else if (payload instanceof JsonText) sendJson(response, 200, payload.text)
  else sendJson(response, 200, JSON.stringify(payload ?? {}))
}

async function sendRaw(response: ServerResponse, payload: RawBody): Promise<void> {
  const length = payload.status === 304 ? {} : { 'content-length': payload.byteLength }
  response.writeHead(payload.status, { ...CORS, ...payload.headers, ...length })
  if (Buffer.isBuffer(payload.body)) response.end(payload.body)
  else await pipeline(payload.body, response)
}

function sendJson(response: ServerResponse, status: number, text: string | Buffer, more?: Record<string, string>): void {
  // Somebody who has gone away hears nothing any more.
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { ...JSON_HEADERS, ...more, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

function sendError(response: ServerResponse, error: unknown, logger: Logger, operation: string): void {
  const { status, body, headers } = answerError(error, logger, operation)
  // Half a file cannot become an error any more: the connection ends, so that the client knows.
  if (response.headersSent) response.destroy()
  else sendJson(response, status, body, headers)
}

/** What is not even HTTP gets one answer, and its connection ends. */
function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const body = JSON.stringify(new MatrixError('M_UNRECOGNIZED', { message: 'That is not a valid HTTP request' }).body())
  const head = [`HTTP/1.1 ${status}`, 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close']
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** Preflights succeed everywhere; a known path with another method is 405, everything else 404. */
function answerUnknown(app: FastifyInstance, routes: readonly Route[], logger: Logger): void {
  const patterns = routes.flatMap((each) => pathsOf(each.endpoint)).map(patternOf)
  app.setNotFoundHandler((request, reply) => {
    reply.hijack()
    if (request.method === 'OPTIONS') {
      sendJson(reply.raw, 200, '{}')
      return
    }
    const path = request.url.split('?')[0] ?? ''
    const status = patterns.some((pattern) => pattern.test(path)) ? 405 : 404
    sendError(reply.raw, new MatrixError('M_UNRECOGNIZED', { status }), logger, 'unknown')
  })
}

function patternOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')
  return new RegExp(`^${escaped}/?$`)
}

function isQuery(value: unknown): value is Record<string, string | string[] | undefined> {
  return typeof value === 'object' && value !== null
}
