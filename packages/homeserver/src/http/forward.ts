// Sends what this process does not answer itself to the writer, and hands its answer on: under this process's own lease,
// and to nobody whose session is over here.
import { allEndpoints, MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Logger } from '../deps.ts'
import type { Authenticator, Session } from '../session.ts'
import type { AddressOf } from './addresses.ts'
import { relay, sendError } from './answers.ts'
import { pathOf } from './calls.ts'
import type { Lease } from './gate.ts'
import { Gate } from './gate.ts'
import type { Elsewhere } from './adapter.ts'
import type { UnderWay } from './under-way.ts'

/** A request on its way to the writer. */
export interface Call {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: IncomingMessage
  /** Whom it is for. */
  caller: string
  /** Aborts it. */
  signal: AbortSignal
}

/** What forwarding needs. */
export interface ForwardDeps {
  authenticator: Authenticator
  /** Where calls may come from; throws `M_FORBIDDEN`. */
  addresses: { assertAllowed(ip: string): void }
  lease: Lease
  underWay: UnderWay
  served?: ((userId: string) => void) | undefined
  logger: Logger
  /** Sends it; rejects with what is answered where there is no writer. */
  send(call: Call): Promise<IncomingMessage>
  /** Resolves when this process shows what the writer's answer tells of. */
  reached(answer: IncomingMessage): Promise<void>
}

/** Headers that are of one connection only, or between the processes. */
const OWN_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect', 'upgrade', 'x-chappe-position'])

/** Makes what forwards. */
export function createForward(deps: ForwardDeps): Elsewhere {
  const reveals = createReveals()
  return (request, response, addressOf) => {
    void forward(deps, { request, response, addressOf, reveals })
  }
}

interface Forwarding {
  request: IncomingMessage
  response: ServerResponse
  addressOf: AddressOf
  reveals(request: IncomingMessage): boolean
}

async function forward(deps: ForwardDeps, { request, response, addressOf, reveals }: Forwarding): Promise<void> {
  const { addresses, lease, underWay, served, logger } = deps
  const look = (): Promise<Session | undefined> => {
    addresses.assertAllowed(addressOf(request))
    return sessionOf(deps, request)
  }
  const gate = new Gate({ lease, request, response, isFree: false, isReading: request.method === 'GET' || reveals(request), look, served })
  const ended = new AbortController()
  response.once('close', () => ended.abort())
  try {
    addresses.assertAllowed(addressOf(request))
    // Whether the token is good is the writer's to say; what is known of it here can only end the answer earlier.
    gate.session = await look().catch(refused)
    const answer = await deps.send({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: forwardable(request.headers),
      body: request,
      caller: addressOf(request),
      signal: ended.signal,
    })
    await deps.reached(answer)
    if (!gate.isOpen()) await gate.opened()
    await relay({ response, gate, underWay }, answer.statusCode ?? 502, forwardable(answer.headers), answer)
  } catch (error) {
    ended.abort()
    if (!response.destroyed) sendError(response, error, { logger, operation: 'forward' })
  } finally {
    // An answer may come before the body has been read: the rest of it is passed over, as at the writer.
    request.unpipe()
    request.resume()
  }
}

function forwardable(headers: IncomingHttpHeaders): OutgoingHttpHeaders & IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name)))
}

async function sessionOf({ authenticator }: ForwardDeps, request: IncomingMessage): Promise<Session | undefined> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const token = /^(?:Bearer|DPoP) +(\S{1,512})$/i.exec(request.headers.authorization ?? '')?.[1] ?? url.searchParams.get('access_token')
  if (token === null || token === '') return undefined
  return authenticator.authenticate(token, undefined, true, Object.fromEntries(url.searchParams))
}

function refused(error: unknown): undefined {
  if (error instanceof MatrixError && error.status < 500) return undefined
  throw error
}

/** Which requests are answered with something of other people's. */
function createReveals(): (request: IncomingMessage) => boolean {
  const patterns = allEndpoints
    .filter((endpoint) => endpoint.reveals.length > 0 && endpoint.method !== 'GET')
    .flatMap((endpoint) => [endpoint.path, ...(endpoint.aliases ?? [])].map((path) => ({ method: endpoint.method, pattern: patternOf(path) })))
  return (request) => {
    const path = pathOf(request)
    return patterns.some(({ method, pattern }) => method === request.method && pattern.test(path))
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+').replace('/v3/', '/(?:v3|r0)/')
  return new RegExp(`^${escaped}/?$`)
}
