// Incremental reader of HTTP/1.1 responses: packets in any cut go in, whole responses come out.

/** One whole response. `body` is decoded from its transfer encoding. */
export interface HttpResponse {
  status: number
  body: Buffer
  /** False when the server closes the connection after this response. */
  keepAlive: boolean
}

export interface ResponseParser {
  /**
   * Takes the next bytes of the connection and returns the responses that are complete with them, in order.
   * Throws when the bytes are not HTTP/1.1 or pass the limits.
   */
  push(chunk: Buffer): HttpResponse[]
  /** Tells that the server closed: returns the response that was delimited by the close, if there was one. */
  end(): HttpResponse | undefined
}

const HEAD_BYTES_MAX = 65_536
const BODY_BYTES_MAX = 512 * 1024 * 1024
const EMPTY = Buffer.alloc(0)

type State = 'head' | 'fixed' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailer' | 'until-close'

interface Reading {
  state: State
  /** Bytes received and not consumed. */
  rest: Buffer
  status: number
  keepAlive: boolean
  /** Bytes of the body or of the chunk still to come. */
  missing: number
  parts: Buffer[]
  bodyBytes: number
}

/** Makes a parser for one connection. */
export function createResponseParser(): ResponseParser {
  const reading: Reading = {
    state: 'head', rest: EMPTY, status: 0, keepAlive: true, missing: 0, parts: [], bodyBytes: 0,
  }
  return {
    push(chunk) {
      reading.rest = reading.rest.length === 0 ? chunk : Buffer.concat([reading.rest, chunk])
      const done: HttpResponse[] = []
      while (STEPS[reading.state](reading, done)) { /* each step consumes what it can */ }
      return done
    },
    end() {
      if (reading.state !== 'until-close') return undefined
      return finish(reading)
    },
  }
}

/** For each state: consumes one element of the stream; returns false when more bytes are needed first. */
const STEPS: Record<State, (reading: Reading, done: HttpResponse[]) => boolean> = {
  'head': readHead,
  'fixed'(reading, done) {
    if (!takeBody(reading)) return false
    done.push(finish(reading))
    return true
  },
  'chunk-size': readChunkSize,
  'chunk-data'(reading) {
    if (!takeBody(reading)) return false
    reading.state = 'chunk-end'
    return true
  },
  'chunk-end'(reading) {
    if (takeLine(reading) === undefined) return false
    reading.state = 'chunk-size'
    return true
  },
  'trailer'(reading, done) {
    const line = takeLine(reading)
    if (line === undefined) return false
    if (line === '') done.push(finish(reading))
    return true
  },
  'until-close'(reading) {
    keep(reading, reading.rest)
    reading.rest = EMPTY
    return false
  },
}

function readHead(reading: Reading, done: HttpResponse[]): boolean {
  const end = reading.rest.indexOf('\r\n\r\n')
  if (end < 0) {
    if (reading.rest.length > HEAD_BYTES_MAX) throw new Error('response head is too long')
    return false
  }
  const head = reading.rest.toString('latin1', 0, end)
  reading.rest = reading.rest.subarray(end + 4)
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]
  if (status === undefined) throw new Error('not an HTTP/1.1 response')
  reading.status = Number(status)
  // Interim responses (100, 103) precede the one that counts.
  if (reading.status < 200) return true
  reading.keepAlive = !/\r\nconnection: *close/i.test(head) && head.charCodeAt(7) === 49
  if (reading.status === 204 || reading.status === 304) done.push(finish(reading))
  else startBody(reading, head)
  return true
}

function startBody(reading: Reading, head: string): void {
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    reading.state = 'chunk-size'
    return
  }
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) {
    reading.keepAlive = false
    reading.state = 'until-close'
    return
  }
  reading.missing = Number(length)
  reading.state = 'fixed'
}

function readChunkSize(reading: Reading): boolean {
  const line = takeLine(reading)
  if (line === undefined) return false
  if (!/^[0-9a-f]{1,8} *(;|$)/i.test(line)) throw new Error('bad chunk size')
  reading.missing = Number.parseInt(line, 16)
  reading.state = reading.missing === 0 ? 'trailer' : 'chunk-data'
  return true
}

function takeLine(reading: Reading): string | undefined {
  const end = reading.rest.indexOf('\r\n')
  if (end < 0) {
    if (reading.rest.length > HEAD_BYTES_MAX) throw new Error('response line is too long')
    return undefined
  }
  const line = reading.rest.toString('latin1', 0, end)
  reading.rest = reading.rest.subarray(end + 2)
  return line
}

/** Moves body bytes aside as they come, so that a large body is joined once and not once per packet. */
function takeBody(reading: Reading): boolean {
  const part = reading.rest.subarray(0, reading.missing)
  reading.rest = reading.rest.length === part.length ? EMPTY : reading.rest.subarray(part.length)
  reading.missing -= part.length
  keep(reading, part)
  return reading.missing === 0
}

function keep(reading: Reading, part: Buffer): void {
  if (part.length === 0) return
  reading.bodyBytes += part.length
  if (reading.bodyBytes > BODY_BYTES_MAX) throw new Error('response body is too long')
  reading.parts.push(part)
}

function finish(reading: Reading): HttpResponse {
  const body = reading.parts.length === 1 ? reading.parts[0] ?? EMPTY : Buffer.concat(reading.parts)
  const response = { status: reading.status, body, keepAlive: reading.keepAlive }
  reading.state = 'head'
  reading.parts = []
  reading.bodyBytes = 0
  reading.missing = 0
  return response
}
