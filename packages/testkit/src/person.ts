// Somebody who uses the server over HTTP, as any client does.

/** A parsed answer. `body` is the JSON object, or an empty one where the answer is not JSON. */
export interface HttpAnswer {
  status: number
  // A test reads answers freely and asserts what it found.
  body: Json
  headers: Headers
  bytes: Uint8Array
}

/** JSON as a test reads it: any member may be asked for. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

/** What a request may carry. */
export interface RequestOptions {
  token?: string | undefined
  body?: unknown
  headers?: Record<string, string>
  /** Sent as it is instead of `body`. */
  raw?: Uint8Array | string
  signal?: AbortSignal
}

/** One signed-in device of one person. */
export interface Person {
  userId: string
  deviceId: string
  token: string
  get(path: string): Promise<HttpAnswer>
  post(path: string, body?: unknown): Promise<HttpAnswer>
  put(path: string, body?: unknown): Promise<HttpAnswer>
  delete(path: string, body?: unknown): Promise<HttpAnswer>
  request(method: string, path: string, options?: RequestOptions): Promise<HttpAnswer>
  /** Makes a room and gives back its id. */
  createRoom(options?: object): Promise<string>
  join(roomIdOrAlias: string): Promise<void>
  invite(roomId: string, userId: string): Promise<void>
  /** Sends a text message and gives back its event id. */
  say(roomId: string, text: string): Promise<string>
  send(roomId: string, type: string, content: object, txnId?: string): Promise<string>
  setState(roomId: string, type: string, stateKey: string, content: object): Promise<string>
  /** One `/sync` without waiting, unless `timeout` says so. Remembers `next_batch` for `syncOn`. */
  sync(options?: { since?: string; timeout?: number; filter?: object; fullState?: boolean }): Promise<Json>
  /** The next incremental sync after the last one of this person. */
  syncOn(options?: { timeout?: number; filter?: object }): Promise<Json>
}

/** Told of each answer before its test is. */
export type AnswerListener = (method: string, path: string, answer: HttpAnswer) => Promise<void> | void

const listeners = new Set<AnswerListener>()

/** Has every answer that `request` reads told to somebody, such as what holds them against the specification. */
export function onAnswer(listener: AnswerListener): void {
  listeners.add(listener)
}

/** Sends one request to a server and reads the whole answer. */
export async function request(url: string, method: string, path: string, options: RequestOptions = {}): Promise<HttpAnswer> {
  const headers: Record<string, string> = { ...options.headers }
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`
  let body: string | Uint8Array | undefined = options.raw
  if (body === undefined && options.body !== undefined) {
    body = JSON.stringify(options.body)
    headers['content-type'] ??= 'application/json'
  }
  const response = await fetch(new URL(path, url), {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    redirect: 'manual',
  })
  return tellAnswer(method, path, { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) })
}

/** Parses an answer, whoever it was given to, and tells those who listen. */
export async function tellAnswer(method: string, path: string, { status, headers, bytes }: Omit<HttpAnswer, 'body'>): Promise<HttpAnswer> {
  const isJson = (headers.get('content-type') ?? '').startsWith('application/json')
  const answer: HttpAnswer = { status, headers, bytes, body: isJson ? JSON.parse(Buffer.from(bytes).toString('utf8')) : {} }
  for (const listener of listeners) await listener(method, path, answer)
  return answer
}

let transactions = 0

/** A person from what registration or login answered. `url` is asked at each call, since a restart moves the port. */
export function createPerson(url: () => string, signedIn: Json): Person {
  const token: string = signedIn.access_token
  let nextBatch: string | undefined
  const call = (method: string, path: string, options: RequestOptions = {}) =>
    request(url(), method, path, { token, ...options })
  const must = async (answer: Promise<HttpAnswer>): Promise<Json> => {
    const { status, body } = await answer
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body
  }
  const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  const person: Person = {
    userId: signedIn.user_id,
    deviceId: signedIn.device_id,
    token,
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, { body }),
    put: (path, body = {}) => call('PUT', path, { body }),
    delete: (path, body) => call('DELETE', path, body === undefined ? {} : { body }),
    request: call,
    async createRoom(options = {}) {
      return (await must(call('POST', '/_matrix/client/v3/createRoom', { body: options }))).room_id
    },
    async join(roomIdOrAlias) {
      await must(call('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomIdOrAlias)}`, { body: {} }))
    },
    async invite(roomId, userId) {
      await must(call('POST', `${room(roomId)}/invite`, { body: { user_id: userId } }))
    },
    say: (roomId, text) => person.send(roomId, 'm.room.message', { msgtype: 'm.text', body: text }),
    async send(roomId, type, content, txnId) {
      transactions += 1
      const txn = txnId ?? `t${transactions}`
      return (await must(call('PUT', `${room(roomId)}/send/${encodeURIComponent(type)}/${encodeURIComponent(txn)}`, { body: content }))).event_id
    },
    async setState(roomId, type, stateKey, content) {
      const path = `${room(roomId)}/state/${encodeURIComponent(type)}/${encodeURIComponent(stateKey)}`
      return (await must(call('PUT', path, { body: content }))).event_id
    },
    async sync(options = {}) {
      const query = new URLSearchParams({ timeout: String(options.timeout ?? 0) })
      if (options.since !== undefined) query.set('since', options.since)
      if (options.filter !== undefined) query.set('filter', JSON.stringify(options.filter))
      if (options.fullState === true) query.set('full_state', 'true')
      const body = await must(call('GET', `/_matrix/client/v3/sync?${query}`))
      nextBatch = body.next_batch
      return body
    },
    syncOn: (options = {}) => person.sync({ ...options, ...(nextBatch === undefined ? {} : { since: nextBatch }) }),
  }
  return person
}
