// The lane of the calls that come most often, syncing and sending: past the framework, straight to their routes.
// It takes only requests of the plainest form. Whatever is unusual about one (a trailing slash, an odd escape, a body of
// unknown length), the framework answers, so that there is one reading of unusual requests and not two.
import type { AnyEndpoint, RateClass } from '@chappe/contract'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import type { Answering } from './calls.ts'
import { answer } from './calls.ts'

/** Takes a request, or leaves it to the framework by answering false. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean

/** The rate classes whose endpoints have the lane. */
const CLASSES: ReadonlySet<RateClass> = new Set(['sync', 'message'])
/** Longer bodies are no everyday messages; an event has 64 KiB at most. */
const MAX_BODY_BYTES = 256 * 1024
const MAX_PARAM_CHARS = 2048

/** One path of the lane, in its parts: text that has to match, or the name of what stands there. */
interface Pattern {
  method: string
  segments: readonly { text: string | undefined; name: string }[]
  answering: Answering
}

/** Whether an endpoint's calls take the lane. */
export function hasLane(endpoint: AnyEndpoint): boolean {
  return CLASSES.has(endpoint.rate) && endpoint.body !== 'raw'
}

/** Builds the lane of some routes. `isOpen`: false once the server is ending, and the framework sees to the rest. */
export function createLane(answerings: readonly { paths: readonly string[]; answering: Answering }[], isOpen: () => boolean): Lane {
  const byLength = new Map<number, Pattern[]>()
  for (const { paths, answering } of answerings) {
    // These are called first, by everybody at once.
    answering.checks.compile()
    for (const path of paths) {
      const segments = path.split('/').map((part) => (part.startsWith(':') ? { text: undefined, name: part.slice(1) } : { text: part, name: '' }))
      const patterns = byLength.get(segments.length) ?? []
      byLength.set(segments.length, [...patterns, { method: answering.route.endpoint.method, segments, answering }])
    }
  }
  return (request, response) => {
    const url = request.url ?? ''
    const end = url.indexOf('?')
    const parts = (end === -1 ? url : url.slice(0, end)).split('/')
    const patterns = byLength.get(parts.length)
    if (patterns === undefined || !isOpen()) return false
    for (const pattern of patterns) {
      const params = pattern.method === request.method ? paramsOf(pattern, parts) : undefined
      if (params === undefined) continue
      const length = bodyLengthOf(request)
      if (length === undefined) return false
      const query = end === -1 ? NO_QUERY : parse(url.slice(end + 1))
      const take = (body: Buffer | undefined): void => void answer(pattern.answering, { request, response, params, query, body })
      if (length === 0) take(undefined)
      else readBody(request, length, take)
      return true
    }
    return false
  }
}

const NO_QUERY: Readonly<Record<string, string>> = {}

/** The names and values of a path, or nothing where it is another path or one the framework shall judge. */
function paramsOf({ segments }: Pattern, parts: readonly string[]): Record<string, string> | undefined {
  for (let index = 0; index < segments.length; index += 1) {
    const text = segments[index]?.text
    if (text !== undefined && text !== parts[index]) return undefined
  }
  const params: Record<string, string> = {}
  for (let index = 0; index < segments.length; index += 1) {
    const name = segments[index]?.name ?? ''
    if (name === '') continue
    const value = decode(parts[index] ?? '')
    if (value === undefined) return undefined
    params[name] = value
  }
  return params
}

function decode(part: string): string | undefined {
  if (part === '' || part.length > MAX_PARAM_CHARS) return undefined
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** How many bytes the body has; nothing where that is unknown or more than the lane takes. */
function bodyLengthOf(request: IncomingMessage): number | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding, expect } = request.headers
  if (encoding !== undefined || expect !== undefined) return undefined
  if (length === undefined) return 0
  const bytes = Number(length)
  return Number.isInteger(bytes) && bytes >= 0 && bytes <= MAX_BODY_BYTES ? bytes : undefined
}

/** Reads exactly the announced bytes: the parser of node:http has held the client to them. */
function readBody(request: IncomingMessage, length: number, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  let received = 0
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    received += chunk.byteLength
  })
  request.once('end', () => {
    // A client that went away in the middle is owed no answer.
    if (received === length) done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))
  })
}
