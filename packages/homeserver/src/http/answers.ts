// Answers on their way out: JSON, files, errors, and what is not even HTTP.
import { MatrixError } from '@chappe/contract'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Logger } from '../deps.ts'
import type { ErrorAnswer } from './errors.ts'
import { answerError } from './errors.ts'
import { JsonText, PageBody, RawBody, Revealed } from './reveal-tap.ts'

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': 'X-Requested-With, Content-Type, Authorization, DPoP',
}
/** Names and values in turn: the form that costs node:http least. */
const JSON_HEADERS: readonly string[] = [...Object.entries(CORS).flat(), 'content-type', 'application/json', 'content-length']

/** Sends what a route gave back. */
export async function send(response: ServerResponse, answer: unknown): Promise<void> {
  const payload = answer instanceof Revealed ? answer.payload : answer
  if (payload instanceof RawBody) await sendRaw(response, payload)
  else if (payload instanceof PageBody) sendPage(response, payload)
  else if (typeof payload === 'string' || Buffer.isBuffer(payload)) sendJson(response, 200, payload)
  else if (payload instanceof JsonText) sendJson(response, payload.status, payload.text)
  else sendJson(response, 200, JSON.stringify(payload ?? {}))
}

/** Lets go of an answer that does not leave. */
export function discard(answer: unknown): void {
  const payload = answer instanceof Revealed ? answer.payload : answer
  if (payload instanceof RawBody && payload.body instanceof Readable) payload.body.destroy()
}

async function sendRaw(response: ServerResponse, payload: RawBody): Promise<void> {
  const length = payload.status === 304 ? {} : { 'content-length': payload.byteLength }
  response.writeHead(payload.status, { ...CORS, ...payload.headers, ...length })
  if (Buffer.isBuffer(payload.body)) response.end(payload.body)
  else await pipeline(payload.body, response)
}

function sendPage(response: ServerResponse, { status, headers, body }: PageBody): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { ...headers, 'content-length': body.byteLength })
  response.end(body)
}

/** Sends JSON text. */
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
  const answer = answerError(error, logger, operation)
  const { status, body, headers } = answer
  // Half a file cannot become an error any more: the connection ends, so that the client knows.
  if (response.headersSent) response.destroy()
  else if (shown !== undefined) sendPage(response, shown(answer))
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
