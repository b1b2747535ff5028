// Answers on their way out: JSON, files, errors, and what is not even HTTP.
import { MatrixError } from '@chappe/contract'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { Logger } from '../deps.ts'
import type { ErrorAnswer } from './errors.ts'
import { answerError } from './errors.ts'
import type { Gate } from './gate.ts'
import { NotServing, resetConnection } from './gate.ts'
import { JsonText, PageBody, RawBody, Revealed } from './reveal-tap.ts'
import type { UnderWay } from './under-way.ts'

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': 'X-Requested-With, Content-Type, Authorization, DPoP',
}
/** Names and values in turn: the form that costs node:http least. */
const JSON_HEADERS: readonly string[] = [...Object.entries(CORS).flat(), 'content-type', 'application/json', 'content-length']

/** What is handed to the operating system at once, at the most: a connection that is cut has no more than that to lose. */
const PIECE_BYTES = 64 * 1024

/** How an answer leaves. */
export interface Exit {
  response: ServerResponse
  gate: Gate
  underWay: UnderWay
}

/** Sends what a route gave back. */
export async function send(exit: Exit, answer: unknown): Promise<void> {
  const payload = answer instanceof Revealed ? answer.payload : answer
  if (payload instanceof RawBody) await sendRaw(exit, payload)
  else if (payload instanceof PageBody) sendPage(exit, payload)
  else if (typeof payload === 'string' || Buffer.isBuffer(payload)) await sendText(exit, 200, payload)
  else if (payload instanceof JsonText) await sendText(exit, payload.status, payload.text)
  else await sendText(exit, 200, JSON.stringify(payload ?? {}))
}

/** Sends an answer for nobody's session, short enough to be handed over at once. */
export function sendShort(response: ServerResponse, answer: JsonText | PageBody): void {
  if (answer instanceof PageBody) writePage(response, answer)
  else sendJson(response, answer.status, answer.text)
}

/** Lets go of an answer that does not leave. */
export function discard(answer: unknown): void {
  const payload = answer instanceof Revealed ? answer.payload : answer
  if (payload instanceof RawBody && payload.body instanceof Readable) payload.body.destroy()
}

async function sendText(exit: Exit, status: number, text: string | Buffer): Promise<void> {
  const { response, gate } = exit
  const byteLength = Buffer.byteLength(text)
  if (byteLength <= PIECE_BYTES) {
    if (!gate.isOpen()) throw new NotServing()
    sendJson(response, status, text)
    follow(exit)
    return
  }
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, [...JSON_HEADERS, String(byteLength)])
  const isPlain = typeof text !== 'string' || byteLength === text.length
  await sendPieces(exit, [isPlain ? text : Buffer.from(text)])
}

function sendPage(exit: Exit, page: PageBody): void {
  if (!exit.gate.isOpen()) throw new NotServing()
  writePage(exit.response, page)
  follow(exit)
}

/** What the kernel has no room for yet leaves later, without being looked at again: until then it can be cut like a long answer. */
function follow({ response, gate, underWay }: Exit): void {
  gate.wrote()
  if (response.destroyed || (response.socket?.writableLength ?? 0) === 0) return
  const callOff = underWay.add(gate.session, response)
  response.once('finish', () => gate.wrote())
  response.once('close', callOff)
}

function writePage(response: ServerResponse, { status, headers, body }: PageBody): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { ...headers, 'content-length': body.byteLength })
  response.end(body)
}

async function sendRaw(exit: Exit, payload: RawBody): Promise<void> {
  const { response, gate } = exit
  const length = payload.status === 304 ? {} : { 'content-length': payload.byteLength }
  const headers = { ...CORS, ...payload.headers, ...length }
  try {
    if (!gate.isOpen()) throw new NotServing()
    response.writeHead(payload.status, headers)
    if (Buffer.isBuffer(payload.body)) await sendPieces(exit, [payload.body])
    else await sendPieces(exit, payload.body)
  } catch (error) {
    if (payload.body instanceof Readable) payload.body.destroy()
    throw error
  }
}

/** Hands on what another process has answered. */
export async function relay(exit: Exit, status: number, headers: OutgoingHttpHeaders, body: AsyncIterable<Buffer>): Promise<void> {
  const { response, gate } = exit
  if (!gate.isOpen()) throw new NotServing()
  response.writeHead(status, headers)
  await sendPieces(exit, body)
}

/** Sends a body piece by piece: each is looked at again when the one before has been handed over. */
async function sendPieces(exit: Exit, body: Iterable<string | Buffer> | AsyncIterable<string | Buffer>): Promise<void> {
  const { response, gate, underWay } = exit
  const callOff = underWay.add(gate.session, response)
  try {
    for await (const chunk of body) {
      for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
        if (!gate.isOpen()) await stillOpen(gate)
        const piece = typeof chunk === 'string' ? chunk.slice(start, start + PIECE_BYTES) : chunk.subarray(start, start + PIECE_BYTES)
        await write(exit, piece)
        if (response.destroyed) return
      }
    }
    response.end()
  } finally {
    callOff()
  }
}

/** In the middle of an answer nothing is waited for but whether the session counts after all. */
async function stillOpen(gate: Gate): Promise<void> {
  if (gate.isLapsed()) throw new NotServing()
  await gate.opened()
}

/** Resolves when all of a piece is with the kernel, or the connection is gone. */
function write({ response, gate }: Exit, piece: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    const gone = (): void => resolve()
    response.once('close', gone)
    response.write(piece, typeof piece === 'string' ? 'latin1' : 'utf8', (error) => {
      response.off('close', gone)
      if (error === null || error === undefined) gate.wrote()
      resolve()
    })
    gate.wrote()
  })
}

/** Sends JSON text that is short. */
export function sendJson(response: ServerResponse, status: number, text: string | Buffer, more?: Record<string, string>): void {
  // Somebody who has gone away hears nothing any more.
  if (response.destroyed || response.headersSent) return
  const byteLength = Buffer.byteLength(text)
  const headers = [...JSON_HEADERS, String(byteLength)]
  if (more !== undefined) headers.push(...Object.entries(more).flat())
  response.writeHead(status, headers)
  // Text of one byte a character is copied to the socket as it is; most answers are.
  response.end(text, typeof text === 'string' && byteLength === text.length ? 'latin1' : 'utf8')
}

/** What failed, and how that is shown where people read it. */
export interface FailedCall {
  logger: Logger
  operation: string
  shown?: (error: ErrorAnswer) => PageBody
}

/** Sends an error as the one table has it, or as the page that its route makes of it. */
export function sendError(response: ServerResponse, error: unknown, { logger, operation, shown }: FailedCall): void {
  // Half a file cannot become an error any more: the connection ends, so that the client knows.
  if (response.headersSent || error instanceof NotServing) {
    resetConnection(response.socket)
    response.destroy()
    return
  }
  const answer = answerError(error, logger, operation)
  const { status, body, headers } = answer
  if (shown !== undefined) writePage(response, shown(answer))
  else sendJson(response, status, body, headers)
}

/** What is not even HTTP gets one answer, and its connection ends. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const body = JSON.stringify(new MatrixError('M_UNRECOGNIZED', { message: 'That is not a valid HTTP request' }).body())
  const head = [`HTTP/1.1 ${status}`, 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close']
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
