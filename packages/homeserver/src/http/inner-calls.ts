// Calls that this process makes to itself: HTTP over a pair of streams in memory, through the same entry as everything that
// comes from outside, at whatever address is said.
import { request as sendRequest, createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import { setCaller } from './addresses.ts'

/** One call. */
export interface InnerCall {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  /** Where it is said to come from. */
  ip: string
  token: string
  /** JSON, or the bytes of a file with what they are. */
  body?: object | { bytes: Uint8Array; contentType: string }
}

/** What came of it. `status` 0: the connection ended before any of the answer came. */
export interface InnerAnswer {
  status: number
  /** What arrived. */
  body: Buffer
  /** The connection ended in the middle of the answer. */
  isCut: boolean
}

/** Makes calls once it is open; before that, and after it is closed, each is cut. */
export interface InnerCalls {
  open(enter: (request: IncomingMessage, response: ServerResponse) => void): void
  call(call: InnerCall): Promise<InnerAnswer>
  close(): void
}

const CUT: InnerAnswer = { status: 0, body: Buffer.alloc(0), isCut: true }
const TIMEOUT_MS = 60_000

/** Makes the way in. */
export function createInnerCalls(): InnerCalls {
  let enter: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  const callers = new WeakMap<object, string>()
  const open = new Set<Duplex>()
  // It never listens: each call brings a connection of its own.
  const server = createServer((request, response) => {
    setCaller(request, callers.get(request.socket) ?? '')
    if (enter === undefined) request.socket.destroy()
    else enter(request, response)
  })

  function connect(ip: string): Duplex {
    const [ours, theirs] = duplexPair()
    callers.set(theirs, ip)
    open.add(ours)
    // What is destroyed at one end has to be noticed at the other.
    theirs.once('close', () => ours.destroy())
    ours.once('close', () => {
      open.delete(ours)
      theirs.destroy()
    })
    server.emit('connection', theirs)
    return ours
  }

  return {
    open: (entry) => void (enter = entry),
    call: (call) => (enter === undefined ? Promise.resolve(CUT) : makeCall(call, () => connect(call.ip))),
    close() {
      enter = undefined
      for (const each of open) each.destroy()
    },
  }
}

function makeCall({ method, path, token, body }: InnerCall, createConnection: () => Duplex): Promise<InnerAnswer> {
  const [bytes, contentType] = payloadOf(body)
  return new Promise((resolve) => {
    const headers = { host: 'localhost', authorization: `Bearer ${token}`, ...(bytes === undefined ? {} : { 'content-type': contentType, 'content-length': bytes.byteLength }) }
    const sent = sendRequest({ method, path, headers, createConnection, signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      const chunks: Buffer[] = []
      const end = (): void => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), isCut: !response.complete })
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      // After whichever of its ends there is.
      response.once('error', () => undefined)
      response.once('close', end)
    })
    sent.once('error', () => resolve(CUT))
    sent.end(bytes)
  })
}

function payloadOf(body: InnerCall['body']): [Uint8Array | undefined, string] {
  if (body === undefined) return [undefined, '']
  if ('bytes' in body && body.bytes instanceof Uint8Array && typeof body.contentType === 'string') return [body.bytes, body.contentType]
  return [Buffer.from(JSON.stringify(body)), 'application/json']
}
