// The writer's door for the other processes of its installation: what they forward, and the feed they follow.
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { setCaller } from './addresses.ts'

/** What stands behind the door. */
export interface InternalServerOptions {
  secret: string
  headers: { secret: string; caller: string; position: string }
  /** Answers a request as if it had come from outside. */
  enter(request: IncomingMessage, response: ServerResponse): void
  feed: { path: string; subscribe(response: ServerResponse): void }
  /** How far the streams can be read, as text. */
  position(): string
}

/** The door. */
export interface InternalServer {
  listen(address: { host: string; port: number } | { socketPath: string }): Promise<void>
  close(): Promise<void>
}

/** Connections of a process that lives are kept for as long as it wants. */
const KEEP_ALIVE_MS = 3_600_000

/** Makes the door; it is shut until it listens. */
export function createInternalServer(options: InternalServerOptions): InternalServer {
  const { headers, feed } = options
  const server = createServer((request, response) => {
    if (!isKnown(request.headers[headers.secret], options.secret)) {
      response.writeHead(404).end()
      return
    }
    delete request.headers[headers.secret]
    if (request.url === feed.path) {
      feed.subscribe(response)
      return
    }
    const caller = request.headers[headers.caller]
    delete request.headers[headers.caller]
    setCaller(request, typeof caller === 'string' ? caller : '')
    tellPosition(response, headers.position, options.position)
    options.enter(request, response)
  })
  Object.assign(server, { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0, headersTimeout: 0 })
  return {
    listen(address) {
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen('socketPath' in address ? { path: address.socketPath } : address, resolve)
      })
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function isKnown(shown: unknown, secret: string): boolean {
  if (typeof shown !== 'string') return false
  const [one, other] = [Buffer.from(shown), Buffer.from(secret)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Said when the answer is written, since it may be about what has just become visible. */
function tellPosition(response: ServerResponse, name: string, position: () => string): void {
  const writeHead = response.writeHead.bind(response)
  response.writeHead = (...details: unknown[]) => {
    if (!response.headersSent) response.setHeader(name, position())
    return Reflect.apply(writeHead, response, details)
  }
}
