// The one way in which the server calls others over HTTP: to public addresses only, bounded in bytes and time. The
// address that was checked is the address that is connected to, so a name that answers differently later gains nothing.
import { Resolver } from 'node:dns/promises'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import type { AddressPolicy } from './addresses.ts'
import type { Disclosed } from './outgoing-tap.ts'

/** One call. */
export interface OutgoingCall {
  method: 'GET' | 'PUT' | 'POST'
  url: string
  headers?: Readonly<Record<string, string>>
  /** JSON, unless the headers name another type; recorded by the tap. */
  body?: Disclosed
  /** Makes of the recorded text what leaves: encrypted for whom it is meant. */
  seal?: (text: string) => Buffer
  /** The whole call, redirects included, ends after this long. */
  timeoutMs: number
  /** The longest answer that is read. */
  maxBytes: number
  /** A longer answer is cut there instead of refused. */
  cut?: boolean
  /** Plain http is good enough. */
  plainHttp?: boolean
  /** How many redirects of a GET are followed, each checked like the first address; 0 unless given. */
  redirectsMax?: number
  signal?: AbortSignal
}

/** What came back; any status. */
export interface OutgoingAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** Where it came from in the end. */
  url: string
  /** The body is longer than what was read. */
  isCut: boolean
}

/** Why there is no answer. `forbidden` and `bad_url` stay so; the others may pass. */
export type OutgoingProblem = 'bad_url' | 'forbidden' | 'unreachable' | 'timeout' | 'too_large' | 'aborted'

/** A call without an answer. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError'
  readonly problem: OutgoingProblem
  constructor(problem: OutgoingProblem, message: string, cause?: unknown) {
    super(message, { cause })
    this.problem = problem
  }
}

/** A client with connections of its own. */
export interface GuardedClient extends AsyncDisposable {
  /** Calls and reads the whole answer. Throws `OutgoingError`. */
  call(call: OutgoingCall): Promise<OutgoingAnswer>
}

/** The addresses of a name, of both families. */
export type ResolveName = (hostname: string) => Promise<{ address: string; family: 4 | 6 }[]>

/** What a client is opened with. */
export interface GuardedClientOptions {
  addresses: AddressPolicy
  resolve?: ResolveName | undefined
  /** Connections in all, and to one host. */
  maxSockets: number
  maxSocketsPerHost: number
}

interface State {
  addresses: AddressPolicy
  lookup: LookupFunction
  http: HttpAgent
  https: HttpsAgent
}

const MAX_URL_LENGTH = 2048

/** Opens a client. One for each feature, so that what calls slow hosts holds up nothing else. */
export function openGuardedClient(options: GuardedClientOptions): GuardedClient {
  const { addresses, maxSockets, maxSocketsPerHost } = options
  const agent = { keepAlive: true, timeout: 60_000, maxSockets: maxSocketsPerHost, maxTotalSockets: maxSockets, maxFreeSockets: 4 }
  const state: State = {
    addresses,
    lookup: guardedLookup(addresses, options.resolve ?? createResolve()),
    http: new HttpAgent(agent),
    https: new HttpsAgent(agent),
  }
  return {
    call: (call) => follow(state, call),
    async [Symbol.asyncDispose]() {
      state.http.destroy()
      state.https.destroy()
    },
  }
}

async function follow(state: State, call: OutgoingCall): Promise<OutgoingAnswer> {
  const timeout = AbortSignal.timeout(call.timeoutMs)
  const signal = call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal])
  let url = call.url
  for (let redirects = 0; ; redirects += 1) {
    const answer = await callOnce(state, call, { url: checkedUrl(state, url, call.plainHttp === true), signal })
    const next = redirectOf(answer)
    if (next === undefined || call.method !== 'GET' || redirects >= (call.redirectsMax ?? 0)) return answer
    url = next
  }
}

function redirectOf({ status, headers, url }: OutgoingAnswer): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return undefined
  return URL.canParse(headers.location, url) ? new URL(headers.location, url).href : undefined
}

/** The parser turns every spelling of an IPv4 address (decimal, octal, hexadecimal, short) into the one with dots. */
function checkedUrl({ addresses }: State, text: string, plainHttp: boolean): URL {
  const url = text.length <= MAX_URL_LENGTH && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.username !== '' || url.password !== '') throw new OutgoingError('bad_url', 'No URL to call')
  if (url.protocol !== 'https:' && !(plainHttp && url.protocol === 'http:')) {
    throw new OutgoingError('bad_url', `${url.protocol} is not called`)
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // Node asks for no name where the host is an address: the lookup below would not see it.
  if (isIP(host) !== 0 && !addresses.isAllowed(host)) throw forbidden()
  return url
}

function callOnce(state: State, call: OutgoingCall, at: { url: URL; signal: AbortSignal }): Promise<OutgoingAnswer> {
  const { url, signal } = at
  const isTls = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(problemOf(error, signal))
    const body = bodyOf(call)
    const options = {
      method: call.method,
      headers: headersOf(call, body),
      agent: isTls ? state.https : state.http,
      lookup: state.lookup,
      signal,
    }
    const onAnswer = (response: IncomingMessage): void => {
      readAnswer(response, call, url).then(resolve, fail)
    }
    const request: ClientRequest = isTls ? httpsRequest(url, options, onAnswer) : httpRequest(url, options, onAnswer)
    request.on('error', fail)
    request.end(body)
  })
}

function bodyOf({ body, seal }: OutgoingCall): string | Buffer | undefined {
  return body === undefined || seal === undefined ? body?.text : seal(body.text)
}

function headersOf(call: OutgoingCall, body: string | Buffer | undefined): Record<string, string | number> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return { 'user-agent': 'Chappe', accept: '*/*', 'accept-encoding': 'identity', ...type, ...call.headers, ...length }
}

async function readAnswer(response: IncomingMessage, call: OutgoingCall, url: URL): Promise<OutgoingAnswer> {
  const chunks: Buffer[] = []
  let length = 0
  let isCut = false
  for await (const chunk of response) {
    const bytes: Buffer = Buffer.from(chunk)
    const room = call.maxBytes - length
    chunks.push(bytes.subarray(0, room))
    length += Math.min(bytes.length, room)
    if (bytes.length <= room) continue
    if (call.cut !== true) throw new OutgoingError('too_large', 'The answer is too large')
    isCut = true
    break
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks), url: url.href, isCut }
}

function problemOf(error: unknown, signal: AbortSignal): OutgoingError {
  if (error instanceof OutgoingError) return error
  if (!signal.aborted) return new OutgoingError('unreachable', 'The host could not be reached', error)
  const isLate = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
  return isLate ? new OutgoingError('timeout', 'The answer took too long', error) : new OutgoingError('aborted', 'The call was given up', error)
}

function forbidden(): OutgoingError {
  return new OutgoingError('forbidden', 'The host has no address that may be called')
}

function guardedLookup(addresses: AddressPolicy, resolve: ResolveName): LookupFunction {
  const find = callbackify((hostname: string) => allowedAddresses(addresses, resolve, hostname))
  return (hostname, options, done) => {
    find(hostname, (error, found) => {
      const first = found?.[0]
      if (error !== null || first === undefined) done(error ?? forbidden(), '')
      else if (options.all === true) done(null, found)
      else done(null, first.address, first.family)
    })
  }
}

async function allowedAddresses(addresses: AddressPolicy, resolve: ResolveName, hostname: string): ReturnType<ResolveName> {
  const found = await resolve(hostname).catch((error: unknown) => {
    throw new OutgoingError('unreachable', 'The name has no address', error)
  })
  if (found.length === 0) throw new OutgoingError('unreachable', 'The name has no address')
  const allowed = found.filter(({ address }) => addresses.isAllowed(address))
  if (allowed.length === 0) throw forbidden()
  return allowed
}

/** Asks DNS itself: the resolver of the C library would hold a thread that hashing and files need. */
function createResolve(): ResolveName {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  return async (hostname) => {
    if (/(?:^|\.)localhost\.?$/i.test(hostname)) return [{ address: '127.0.0.1', family: 4 }]
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason
    const four = v4.status === 'fulfilled' ? v4.value.map((address) => ({ address, family: 4 as const })) : []
    const six = v6.status === 'fulfilled' ? v6.value.map((address) => ({ address, family: 6 as const })) : []
    return [...four, ...six]
  }
}
