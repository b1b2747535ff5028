// From HTTP to the routes and back: the one place that knows Fastify.
import type { AnyEndpoint } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { FastifyInstance } from 'fastify'
import fastify from 'fastify'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from '../deps.ts'
import type { AddressOf } from './addresses.ts'
import { createAddressOf } from './addresses.ts'
import { answerBrokenHttp, sendError, sendJson } from './answers.ts'
import type { Answering, CallDeps, RawQuery } from './calls.ts'
import { answer, answeringOf, pathOf } from './calls.ts'
import { notServing } from './gate.ts'
import { createLane, hasLane } from './lane.ts'
import type { Route } from './route.ts'
import type { Waking } from './rush.ts'
import { createRush } from './rush.ts'

/** What the adapter needs beside the routes. */
export type HttpDeps = Omit<CallDeps, 'addressOf' | 'rush'> & {
  trustedProxies: readonly string[]
  waking: Waking
  mounts?: readonly Mount[]
  /** Takes what none of the routes answers, where another process does. */
  elsewhere?: Elsewhere | undefined
}

/** Sends a request on to where it is answered. */
export type Elsewhere = (request: IncomingMessage, response: ServerResponse, addressOf: AddressOf) => void

/** Everything below a path, answered by something that is no route: a protocol with rules of its own. */
export interface Mount {
  /** `/oauth2/`. */
  prefix: string
  /** Takes a request whose body is unread. `ip`: where it comes from. */
  answer(request: IncomingMessage, response: ServerResponse, ip: string): void
}

/** JSON bodies above this are refused; events are bounded far lower by their own rules. */
const MAX_JSON_BYTES = 8 * 1024 * 1024
const KEEP_ALIVE_MS = 75_000
const REQUEST_TIMEOUT_MS = 120_000

/** The routes with what answers them, and the paths each answers on. */
type Answered = { paths: readonly string[]; answering: Answering }[]

/**
 * Builds the HTTP server of a set of routes.
 * `/v3/` paths answer under `/r0/` too; unknown paths and methods answer `M_UNRECOGNIZED` (404 and 405).
 */
export function createHttp(routes: readonly Route[], deps: HttpDeps): FastifyInstance {
  const { logger, elsewhere } = deps
  const callDeps: CallDeps = { ...deps, addressOf: createAddressOf(deps.trustedProxies), rush: createRush(deps.waking) }
  const answered: Answered = routes.map((route) => ({ paths: pathsOf(route.endpoint), answering: answeringOf(route, callDeps) }))
  const isOurs = matcherOf(answered)
  const sockets = new Set<Socket>()
  let open = true
  const mounted = mountsOf(deps, callDeps.addressOf)
  const lane = createLane(answered.filter(({ answering }) => hasLane(answering.route.endpoint)), () => open)
  const app = fastify({
    logger: false,
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: 'idle',
    serverFactory(handler) {
      const entry = (request: IncomingMessage, response: ServerResponse): void => {
        if (lane(request, response) || mounted(request, response)) return
        if (elsewhere === undefined || isOurs(request)) handler(request, response)
        else elsewhere(request, response, callDeps.addressOf)
      }
      const server = createServer(entry)
      entries.set(server, entry)
      server.on('connection', (socket) => keep(sockets, socket))
      return Object.assign(server, { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_TIMEOUT_MS })
    },
    // A request that still arrives while the server ends is answered like any other; its connection then closes.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.hijack()
      sendError(reply.raw, error, { logger, operation: pathOf(request.raw) })
    },
    clientErrorHandler: answerBrokenHttp,
    routerOptions: { maxParamLength: 2048, ignoreTrailingSlash: true, caseSensitive: true },
  })
  connections.set(app, sockets)
  app.addHook('preClose', (done) => {
    open = false
    done()
  })
  app.setErrorHandler((error, request, reply) => {
    reply.hijack()
    sendError(reply.raw, error, { logger, operation: pathOf(request.raw) })
  })
  app.removeAllContentTypeParsers()
  addRoutes(app, answered)
  answerUnknown(app, answered, logger)
  return app
}

/** Gives a request to what is mounted at its path, if this process may serve; false: nothing is. */
function mountsOf({ mounts = [], lease, logger }: HttpDeps, addressOf: AddressOf): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const mount = mounts.find(({ prefix }) => request.url?.startsWith(prefix))
    if (mount === undefined) return false
    if (lease.holds()) mount.answer(request, response, addressOf(request))
    else sendError(response, notServing(), { logger, operation: mount.prefix })
    return true
  }
}

/** Where requests come in, for each server. */
const entries = new WeakMap<Server, (request: IncomingMessage, response: ServerResponse) => void>()

/** Takes a request that came in by another door than the server's own. The server has to be ready. */
export function enter(app: FastifyInstance, request: IncomingMessage, response: ServerResponse): void {
  entries.get(app.server)?.(request, response)
}

/** The connections of each server, while they are open. */
const connections = new WeakMap<FastifyInstance, Set<Socket>>()

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

/**
 * Finishes what is in flight. A connection whose last answer ends now would stay open until its keep-alive is over, and
 * one that has not said a word yet, as browsers open in advance, until its first request is overdue.
 */
export async function closeHttp(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => {
    app.server.closeIdleConnections()
    for (const socket of connections.get(app) ?? []) if (socket.bytesRead === 0) socket.destroy()
  }, 50)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
  }
}

function addRoutes(app: FastifyInstance, answered: Answered): void {
  const isRaw = ({ answering }: Answered[number]): boolean => answering.route.endpoint.body === 'raw'
  void app.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const each of answered) if (!isRaw(each)) addRoute(scope, each)
  })
  void app.register(async (scope) => {
    // What the bytes call themselves is for the route to judge; Fastify would refuse what it cannot read.
    scope.addHook('onRequest', (request, _reply, done) => {
      request.headers = { 'content-type': 'application/octet-stream' }
      done()
    })
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
    for (const each of answered) if (isRaw(each)) addRoute(scope, each)
  })
}

/** Every path an endpoint answers on, in Fastify's notation. */
export function pathsOf(endpoint: AnyEndpoint): string[] {
  const paths = [endpoint.path, ...(endpoint.aliases ?? [])]
  const legacy = paths
    .filter((path) => /^\/_matrix\/(client|media)\/v3\//.test(path))
    .map((path) => path.replace('/v3/', '/r0/'))
  return [...paths, ...legacy].map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'))
}

function addRoute(scope: FastifyInstance, { paths, answering }: Answered[number]): void {
  for (const url of paths) {
    scope.route<{ Params: Readonly<Record<string, string>>; Querystring: RawQuery }>({
      method: answering.route.endpoint.method,
      url,
      exposeHeadRoute: false,
      // Answers go straight to the socket: what Fastify would do to them on the way (serialising, hooks, checks) is
      // done or decided here, and it costs a third of a small request.
      handler: ({ raw: request, params, query, body }, reply) => {
        reply.hijack()
        void answer(answering, { request, response: reply.raw, params, query, body })
      },
    })
  }
}

/** Preflights succeed everywhere; a known path with another method is 405, everything else 404. */
function answerUnknown(app: FastifyInstance, answered: Answered, logger: Logger): void {
  const patterns = answered.flatMap(({ paths }) => paths).map(patternOf)
  app.setNotFoundHandler((request, reply) => {
    reply.hijack()
    if (request.method === 'OPTIONS') {
      sendJson(reply.raw, 200, '{}')
      return
    }
    const path = pathOf(request.raw)
    const status = patterns.some((pattern) => pattern.test(path)) ? 405 : 404
    sendError(reply.raw, new MatrixError('M_UNRECOGNIZED', { status }), { logger, operation: 'unknown' })
  })
}

/** Whether one of the routes answers a request; preflights are the same everywhere. */
function matcherOf(answered: Answered): (request: IncomingMessage) => boolean {
  const patterns = answered.flatMap(({ paths, answering }) =>
    paths.map((path) => ({ method: answering.route.endpoint.method, pattern: patternOf(path) })),
  )
  return (request) => {
    if (request.method === 'OPTIONS') return true
    const path = pathOf(request)
    return patterns.some(({ method, pattern }) => method === request.method && pattern.test(path))
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')
  return new RegExp(`^${escaped}/?$`)
}
