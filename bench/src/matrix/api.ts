// The public client-server API, as much of it as the benchmarks speak.

import { createHmac, randomBytes } from 'node:crypto'
import { closeConnections, createConnections, type Connection } from '../http/connection.ts'
import type { Address, HttpRequest } from '../http/request.ts'

/** A signed-in session. */
export interface Session {
  userId: string
  deviceId: string
  token: string
}

/** An account that was registered for the benchmark. */
export interface Account extends Session {
  localpart: string
  password: string
}

/** A call that the server refused. */
export class MatrixCallError extends Error {
  readonly status: number
  readonly errcode: string

  constructor(call: string, status: number, errcode: string) {
    super(`${call}: ${status} ${errcode}`)
    this.status = status
    this.errcode = errcode
  }
}

/** JSON of an answer. Benchmarks read it with `readString` and name what they miss. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const RETRIES_MAX = 20
const RETRY_WAIT_MS_MAX = 5_000

/** Paths of the client-server API, encoded. */
export const paths = {
  send: (roomId: string, transactionId: string): string =>
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${transactionId}`,
  messages: (roomId: string, from: string | undefined, limit: number): string =>
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=${limit}`
    + (from === undefined ? '' : `&from=${encodeURIComponent(from)}`),
  upload: (): string => '/_matrix/media/v3/upload',
  /** `uri` without its scheme. */
  download: (uri: string): string => `/_matrix/client/v1/media/download/${uri}`,
  sync: (filterId: string, since: string | undefined, timeoutMs: number): string =>
    `/_matrix/client/v3/sync?filter=${encodeURIComponent(filterId)}&timeout=${timeoutMs}&set_presence=offline`
    + (since === undefined ? '' : `&since=${encodeURIComponent(since)}`),
  slidingSync: (): string => '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=0&set_presence=offline',
}

/** Setup calls over a few keep-alive connections. Rate limits are waited out, within bounds. */
export class MatrixApi implements Disposable {
  readonly address: Address
  readonly width: number
  readonly #connections: Connection[]
  readonly #sharedSecret: string | undefined
  #next = 0

  constructor(address: Address, options: { width?: number, sharedSecret?: string | undefined } = {}) {
    this.address = address
    this.width = options.width ?? 16
    this.#connections = createConnections(address, this.width)
    this.#sharedSecret = options.sharedSecret
  }

  [Symbol.dispose](): void {
    closeConnections(this.#connections)
  }

  /** Makes a call and returns its JSON. Throws MatrixCallError for refusals. */
  async call(method: HttpRequest['method'], path: string, token?: string, body?: Json): Promise<Json> {
    const request: HttpRequest = {
      method, path, ...(token === undefined ? {} : { token }), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    for (let retries = 0; ; retries += 1) {
      const response = await this.#pick().request(request)
      const text = response.body.toString('utf8')
      const json = parseJson(text)
      if (response.status < 300) return json
      if (response.status !== 429 || retries >= RETRIES_MAX) {
        throw new MatrixCallError(`${method} ${path.split('?')[0]}`, response.status, findString(json, 'errcode') ?? text.slice(0, 100))
      }
      const wait = isObject(json) ? Number(json['retry_after_ms'] ?? 500) : 500
      await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_WAIT_MS_MAX, wait)))
    }
  }

  /** Registers an account with m.login.dummy, or with the shared secret of Synapse's admin API where one was given. */
  async register(localpart: string): Promise<Account> {
    const password = randomBytes(12).toString('hex')
    const json = this.#sharedSecret === undefined
      ? await this.#registerOpenly(localpart, password)
      : await this.#registerWithSecret(localpart, password, this.#sharedSecret)
    return { ...readSession(json), localpart, password }
  }

  /** Signs in once more, which makes a new device. */
  async login(account: Account): Promise<Session> {
    return readSession(await this.call('POST', '/_matrix/client/v3/login', undefined, {
      type: 'm.login.password', identifier: { type: 'm.id.user', user: account.localpart }, password: account.password,
    }))
  }

  /** Makes a public room and returns its id. Public, so that members come without invitations. */
  async createRoom(token: string, name: string): Promise<string> {
    return readString(await this.call('POST', '/_matrix/client/v3/createRoom', token, {
      preset: 'public_chat', visibility: 'private', name,
    }), 'room_id')
  }

  async join(token: string, roomId: string): Promise<void> {
    await this.call('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, token, {})
  }

  /** Stores a filter and returns its id. */
  async createFilter(session: Session, filter: Json): Promise<string> {
    return readString(await this.call('POST', `/_matrix/client/v3/user/${encodeURIComponent(session.userId)}/filter`, session.token, filter), 'filter_id')
  }

  /** Software and version as the server names them; `unknown` when it does not. */
  async readServerName(): Promise<string> {
    try {
      const json = await this.call('GET', '/_matrix/federation/v1/version')
      const server = isObject(json) ? json['server'] ?? null : null
      return `${findString(server, 'name') ?? 'unknown'} ${findString(server, 'version') ?? ''}`.trim()
    } catch {
      return 'unknown'
    }
  }

  async #registerOpenly(username: string, password: string): Promise<Json> {
    const path = '/_matrix/client/v3/register'
    const dummy = { type: 'm.login.dummy' }
    try {
      return await this.call('POST', path, undefined, { username, password, auth: dummy })
    } catch (error) {
      if (!(error instanceof MatrixCallError) || error.status !== 401) throw error
    }
    // Servers that insist on a session give one with the first refusal (user-interactive authentication).
    const response = await this.#pick().request({ method: 'POST', path, body: JSON.stringify({ username, password }) })
    const session = readString(parseJson(response.body.toString('utf8')), 'session')
    return this.call('POST', path, undefined, { username, password, auth: { ...dummy, session } })
  }

  async #registerWithSecret(username: string, password: string, secret: string): Promise<Json> {
    const path = '/_synapse/admin/v1/register'
    const nonce = readString(await this.call('GET', path), 'nonce')
    const mac = createHmac('sha1', secret).update([nonce, username, password, 'notadmin'].join('\0')).digest('hex')
    return this.call('POST', path, undefined, { nonce, username, password, admin: false, mac })
  }

  #pick(): Connection {
    this.#next = (this.#next + 1) % this.#connections.length
    const connection = this.#connections[this.#next]
    if (connection === undefined) throw new Error('no connections')
    return connection
  }
}

/** Lends `work` the API of a server, and closes its connections afterwards. */
export async function withApi<T>(
  address: Address, options: { width?: number, sharedSecret?: string | undefined }, work: (api: MatrixApi) => Promise<T>,
): Promise<T> {
  const api = new MatrixApi(address, options)
  try {
    return await work(api)
  } finally {
    api[Symbol.dispose]()
  }
}

/** Reads a string field. Throws when it is missing. */
export function readString(json: Json, field: string): string {
  const value = findString(json, field)
  if (value === undefined) throw new Error(`answer has no ${field}`)
  return value
}

function findString(json: Json, field: string): string | undefined {
  const value = isObject(json) ? json[field] : undefined
  return typeof value === 'string' ? value : undefined
}

function isObject(json: Json): json is { [key: string]: Json } {
  return json !== null && typeof json === 'object' && !Array.isArray(json)
}

function readSession(json: Json): Session {
  return { userId: readString(json, 'user_id'), deviceId: readString(json, 'device_id'), token: readString(json, 'access_token') }
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

/** Runs `work` for every item, at most `width` at a time. The first failure ends it. */
export async function forEachConcurrently<T>(
  items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next
      next += 1
      await work(items[index] as T, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
}
