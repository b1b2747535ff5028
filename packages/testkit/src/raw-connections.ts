// Requests as bytes over a few keep-alive connections, many in flight on each: for tests that send tens of thousands,
// and what no client library would send.
import type { Socket } from 'node:net'
import { connect } from 'node:net'

/** A request as it goes over the wire. */
export interface RawRequest {
  method: string
  /** Path and query, sent as it is. */
  target: string
  token?: string | undefined
  body?: Uint8Array | undefined
  headers?: Readonly<Record<string, string>>
}

/** The answer to it. */
export interface RawAnswer {
  status: number
  body: Buffer
}

/** Some connections to one server. */
export interface RawConnections extends Disposable {
  /**
   * Sends requests in order, some at once, and hands over each answer, or `undefined` where the connection ended or
   * nothing came within the limit.
   */
  sendAll(requests: readonly RawRequest[], each: (at: number, answer: RawAnswer | undefined) => void): Promise<void>
}

const IN_FLIGHT_MAX = 16

interface Waiting {
  done(answer: RawAnswer | undefined): void
}

/** Opens connections to the server at a URL. `limitMs` is how long an answer may take. */
export function openRawConnections(url: string, count = 4, limitMs = 60_000): RawConnections {
  const { hostname, port } = new URL(url)
  const connections = Array.from({ length: count }, () => createConnection(hostname, Number(port), limitMs))
  return {
    async sendAll(requests, each) {
      let next = 0
      const work = async (connection: Connection): Promise<void> => {
        const flights = Array.from({ length: IN_FLIGHT_MAX }, async () => {
          while (next < requests.length) {
            const at = next
            next += 1
            const request = requests[at]
            if (request !== undefined) each(at, await connection.send(frame(request)))
          }
        })
        await Promise.all(flights)
      }
      await Promise.all(connections.map(work))
    },
    [Symbol.dispose]() {
      for (const connection of connections) connection.end()
    },
  }
}

interface Connection {
  send(bytes: Uint8Array): Promise<RawAnswer | undefined>
  end(): void
}

function createConnection(host: string, port: number, limitMs: number): Connection {
  let socket: Socket | undefined
  let waiting: Waiting[] = []
  const drop = (of: Socket | undefined): void => {
    if (of !== socket) return
    const lost = waiting
    waiting = []
    socket = undefined
    of?.destroy()
    for (const each of lost) each.done(undefined)
  }
  const open = (): Socket => {
    const opened = connect({ host, port, noDelay: true })
    let rest: Buffer = Buffer.alloc(0)
    opened.setTimeout(limitMs, () => drop(opened))
    opened.on('error', () => drop(opened))
    opened.on('close', () => drop(opened))
    opened.on('data', (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let read = readAnswer(rest); read !== undefined; read = readAnswer(rest)) {
        rest = rest.subarray(read.end)
        waiting.shift()?.done(read.answer)
        if (read.isLast) {
          drop(opened)
          return
        }
      }
    })
    socket = opened
    return opened
  }
  return {
    send(bytes) {
      return new Promise((done) => {
        const to = socket ?? open()
        waiting.push({ done })
        to.write(bytes)
      })
    },
    end: () => drop(socket),
  }
}

function frame({ method, target, token, body, headers = {} }: RawRequest): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: chappe.test']
  if (token !== undefined) lines.push(`Authorization: Bearer ${token}`)
  if (body !== undefined && headers['Content-Length'] === undefined) lines.push(`Content-Length: ${body.byteLength}`)
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return body === undefined ? head : Buffer.concat([head, body])
}

/** The first whole answer of some bytes. Every answer of the server says how long it is. */
function readAnswer(bytes: Buffer): { answer: RawAnswer; end: number; isLast: boolean } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const length = status === 304 ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  const end = headEnd + 4 + length
  if (bytes.length < end) return undefined
  const isLast = /\r\nconnection: *close/i.test(head)
  return { answer: { status, body: bytes.subarray(headEnd + 4, end) }, end, isLast }
}
