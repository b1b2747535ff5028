// The socket in the data folder: what may be done on the machine itself, by whoever may read the folder, when there is no
// other way. Two acts only, each on record as what it is: making the first operator, and breaking the glass to contain an account.
import { chmodSync, existsSync, unlinkSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { MatrixError } from '@chappe/contract'
import type { DeskOnMachine } from '@chappe/desk'
import type { Logger } from '@chappe/homeserver'

/** Its name in the data folder. */
export const ADMIN_SOCKET = 'admin.sock'

const MAX_BODY_BYTES = 16_384
/** What a socket address holds on Linux, without its end. */
const MAX_PATH_BYTES = 107

/** Listens on a socket that its owner alone may open. Throws where the path is too long, or another server listens there. */
export async function openAdminSocket(path: string, machine: DeskOnMachine, logger: Logger): Promise<AsyncDisposable> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw new Error(`${path} is too long for a socket`)
  if (existsSync(path) && (await isAnswered(path))) throw new Error(`another server listens on ${path}`)
  if (existsSync(path)) unlinkSync(path)
  const server = createServer((request, response) => void answer({ request, response }, machine, logger))
  // The socket is made with these rights, so that there is no moment at which others could open it.
  const before = process.umask(0o177)
  const listening = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
    server.listen(path)
  })
  process.umask(before)
  await listening
  chmodSync(path, 0o600)
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whether somebody listens; a socket that was left behind by a server that was killed answers nobody. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

async function answer({ request, response }: Exchange, machine: DeskOnMachine, logger: Logger): Promise<void> {
  try {
    const body = await readBody(request)
    send(response, 200, await perform(machine, `${request.method} ${request.url}`, body))
  } catch (error) {
    if (!(error instanceof MatrixError)) logger.error({ err: error }, 'an act through the admin socket failed')
    const known = error instanceof MatrixError ? error : new MatrixError('M_UNKNOWN')
    send(response, known.status, known.body())
  }
}

async function perform(machine: DeskOnMachine, what: string, body: object): Promise<object> {
  if (what === 'POST /bootstrap') {
    const made = await machine.bootstrap(textOf(body, 'display_name', 100))
    return { user_id: made.userId, url: made.url }
  }
  if (what !== 'POST /break_glass') throw new MatrixError('M_UNRECOGNIZED')
  const [userId, reason] = [textOf(body, 'user_id', 255), textOf(body, 'reason', 1000)]
  if (userId === undefined || reason === undefined) throw new MatrixError('M_MISSING_PARAM', { message: 'user_id and reason are needed' })
  const done = await machine.breakGlass({ userId, reason, caseId: caseOf(body) })
  return { containment_id: done.containmentId, case_id: done.caseId }
}

function textOf(body: object, name: string, maxLength: number): string | undefined {
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string' && value.length <= maxLength && !value.includes('\0')) return value
  throw new MatrixError('M_INVALID_PARAM', { message: `${name}: at most ${maxLength} characters` })
}

function caseOf(body: object): number | undefined {
  const value: unknown = 'case_id' in body ? body.case_id : undefined
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  throw new MatrixError('M_INVALID_PARAM', { message: 'case_id: a number' })
}

async function readBody(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new MatrixError('M_NOT_JSON')
    length += chunk.byteLength
    if (length > MAX_BODY_BYTES) throw new MatrixError('M_TOO_LARGE')
    chunks.push(chunk)
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}')
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch (error) {
    throw new MatrixError('M_NOT_JSON', { cause: error })
  }
  throw new MatrixError('M_BAD_JSON')
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(body))
}
