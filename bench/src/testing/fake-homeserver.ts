// A small homeserver in memory: it shows that the benchmarks speak the API, never how fast anything is.

import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

interface FakeEvent {
  event_id: string
  room_id: string
  sender: string
}

interface State {
  calls: Map<string, number>
  events: (FakeEvent & { content: unknown })[]
  /** What goes wrong, as a test wishes. */
  faults: { loseMessagesInSync: boolean, registerNeedsSession: boolean, refuseSends: boolean }
  tokens: Map<string, string>
  members: Map<string, Set<string>>
  transactions: Map<string, string>
  changed: EventEmitter
}

export interface FakeHomeserver extends AsyncDisposable, Pick<State, 'calls' | 'events' | 'faults'> {
  url: string
}

type Body = Record<string, unknown>
type Answer = [status: number, json: unknown]

interface Call {
  state: State
  user: string
  body: Body
  query: URLSearchParams
  /** The pattern's groups. */
  groups: string[]
}

function signIn(state: State, localpart: string): Answer {
  const token = randomBytes(8).toString('hex')
  state.tokens.set(token, `@${localpart}:fake`)
  return [200, { user_id: `@${localpart}:fake`, device_id: token.slice(0, 6), access_token: token }]
}

function register({ state, body }: Call): Answer {
  const auth = body['auth'] as Body | undefined
  const refused = auth === undefined || (state.faults.registerNeedsSession && auth['session'] !== 'fake-session')
  return refused ? [401, { session: 'fake-session', flows: [{ stages: ['m.login.dummy'] }] }] : signIn(state, String(body['username']))
}

function createRoom({ state, user }: Call): Answer {
  const roomId = `!${state.members.size + 1}:fake`
  state.members.set(roomId, new Set([user]))
  return [200, { room_id: roomId }]
}

function join({ state, user, groups: [roomId = ''] }: Call): Answer {
  state.members.get(roomId)?.add(user)
  return [200, { room_id: roomId }]
}

function send({ state, user, body, groups: [roomId = '', transaction = ''] }: Call): Answer {
  if (state.faults.refuseSends || state.members.get(roomId)?.has(user) !== true) return [403, { errcode: 'M_FORBIDDEN' }]
  const key = `${user} ${transaction}`
  const eventId = state.transactions.get(key) ?? `$${state.events.length}-${randomBytes(6).toString('hex')}`
  if (!state.transactions.has(key)) state.events.push({ event_id: eventId, room_id: roomId, sender: user, content: body })
  state.transactions.set(key, eventId)
  state.changed.emit('change')
  return [200, { event_id: eventId }]
}

function messages({ state, query, groups: [roomId = ''] }: Call): Answer {
  const until = Number(query.get('from') ?? state.events.length)
  const chunk: FakeEvent[] = []
  let at = until
  while (at > 0 && chunk.length < Number(query.get('limit'))) {
    at -= 1
    const event = state.events[at]
    if (event?.room_id === roomId) chunk.push(event)
  }
  return [200, { chunk, start: String(until), ...(at > 0 ? { end: String(at) } : {}) }]
}

async function sync({ state, user, query }: Call): Promise<Answer> {
  const { events, members, faults, changed } = state
  const from = Number(query.get('since') ?? 0)
  const deadline = performance.now() + Number(query.get('timeout') ?? 0)
  while (from > 0 && events.length === from && performance.now() < deadline) await once(changed, 'change')
  const joined: Record<string, unknown> = {}
  for (const [roomId, users] of members) {
    const timeline = events.slice(from).filter((event) => event.room_id === roomId).slice(-20)
    if (!users.has(user) || (from > 0 && timeline.length === 0)) continue
    joined[roomId] = { timeline: { events: faults.loseMessagesInSync && from > 0 ? [] : timeline } }
  }
  return [200, { next_batch: String(events.length), rooms: { join: joined } }]
}

function publicRooms({ state, body }: Call): Answer {
  const ids = [...state.members.keys()]
  return [200, { chunk: ids.slice(0, Number(body['limit'])).map((id) => ({ room_id: id })), total_room_count_estimate: ids.length }]
}

function slidingSync({ state, user }: Call): Answer {
  const mine = [...state.members].filter(([, users]) => users.has(user)).map(([roomId]) => roomId)
  const rooms = mine.slice(0, 20).map((roomId) => [roomId, { timeline: state.events.filter((event) => event.room_id === roomId).slice(-20) }])
  return [200, { pos: '1', lists: { all: { count: mine.length } }, rooms: Object.fromEntries(rooms), extensions: {} }]
}

const ROUTES: [name: string, method: string, pattern: RegExp, handle: (call: Call) => Answer | Promise<Answer>][] = [
  ['versions', 'GET', /^\/_matrix\/client\/versions$/, () => [200, { versions: ['v1.11'] }]],
  ['version', 'GET', /^\/_matrix\/federation\/v1\/version$/, () => [200, { server: { name: 'Fake', version: '1' } }]],
  ['whoami', 'GET', /account\/whoami$/, ({ user }) => user === '' ? [401, { errcode: 'M_UNKNOWN_TOKEN' }] : [200, { user_id: user }]],
  ['register', 'POST', /v3\/register$/, register],
  ['login', 'POST', /v3\/login$/, ({ state, body }) => signIn(state, String((body['identifier'] as Body)['user']))],
  ['createRoom', 'POST', /v3\/createRoom$/, createRoom],
  ['join', 'POST', /v3\/join\/([^/]+)$/, join],
  ['filter', 'POST', /v3\/user\/[^/]+\/filter$/, () => [200, { filter_id: '1' }]],
  ['send', 'PUT', /v3\/rooms\/([^/]+)\/send\/m\.room\.message\/([^/]+)$/, send],
  ['publicRooms', 'POST', /v3\/publicRooms$/, publicRooms],
  ['messages', 'GET', /v3\/rooms\/([^/]+)\/messages$/, messages],
  ['sync', 'GET', /v3\/sync$/, sync],
  ['upload', 'POST', /v3\/upload$/, () => [200, { content_uri: 'mxc://fake/file' }]],
  ['download', 'GET', /v1\/media\/download\/fake\/file$/, () => [200, {}]],
  ['slidingSync', 'POST', /simplified_msc3575\/sync$/, slidingSync],
]

async function route(state: State, request: http.IncomingMessage, text: string): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://fake')
  for (const [name, method, pattern, handle] of ROUTES) {
    const match = pattern.exec(decodeURIComponent(url.pathname))
    if (match === null || request.method !== method) continue
    state.calls.set(name, (state.calls.get(name) ?? 0) + 1)
    const user = state.tokens.get((request.headers.authorization ?? '').slice('Bearer '.length)) ?? ''
    const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
    const body = text === '' || !isJson ? {} : JSON.parse(text) as Body
    return handle({ state, user, body, query: url.searchParams, groups: match.slice(1) })
  }
  return [404, { errcode: 'M_UNRECOGNIZED' }]
}

/** Starts the fake on a free port of this machine. */
export async function startFakeHomeserver(): Promise<FakeHomeserver> {
  const state: State = {
    calls: new Map(), events: [], faults: { loseMessagesInSync: false, registerNeedsSession: false, refuseSends: false },
    tokens: new Map(), members: new Map(), transactions: new Map(), changed: new EventEmitter().setMaxListeners(0),
  }
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (chunk: Buffer) => parts.push(chunk))
    request.on('end', () => {
      void route(state, request, Buffer.concat(parts).toString('utf8')).then(([status, json]) => {
        response.writeHead(status, { 'Content-Type': 'application/json' })
        // Two writes without a length: the body goes out in chunks.
        const out = JSON.stringify(json)
        response.write(out.slice(0, 10))
        response.end(out.slice(10))
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`, calls: state.calls, events: state.events, faults: state.faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
