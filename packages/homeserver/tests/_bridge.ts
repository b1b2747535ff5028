// A small bridge: a real application service that listens, remembers what it is sent, and acts for its ghosts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HttpAnswer, Json } from '@chappe/testkit'
import { request } from '@chappe/testkit'

/** A transaction as it arrived. */
export interface Arrived {
  txnId: string
  body: Json
}

/** A running bridge. */
export interface Bridge extends AsyncDisposable {
  /** The path of its registration, for the configuration. */
  file: string
  /** Every transaction that was accepted, each once. */
  transactions: Arrived[]
  /** Every call as it came: method and path. */
  calls: string[]
  /** What it answers transactions with; anything but 200 makes the server try again. */
  status: number
  /** What it answers to calls that are no transactions. */
  answer(path: string): Promise<{ status: number; body: Json }> | { status: number; body: Json }
  /** The events of all transactions, in order. */
  events(): Json[]
  /** A call as one of its users; the bot, where none is named. */
  as(url: string, method: string, path: string, options?: { user?: string; body?: unknown; query?: Record<string, string> }): Promise<HttpAnswer>
}

const AS_TOKEN = 'as_bridge'
const HS_TOKEN = 'hs_bridge'

/** Starts a bridge on a port of its own; `more` are further members of its registration. */
export async function startBridge(more: Json = {}): Promise<Bridge> {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-bridge-'))
  const file = join(folder, 'irc.yaml')
  const seen = new Set<string>()
  const bridge: Bridge = {
    file,
    transactions: [],
    calls: [],
    status: 200,
    answer: () => ({ status: 404, body: { errcode: 'M_NOT_FOUND' } }),
    events: () => bridge.transactions.flatMap((each) => each.body.events),
    as(url, method, path, { user, body, query } = {}) {
      const search = new URLSearchParams({ ...(user === undefined ? {} : { user_id: user }), ...query }).toString()
      return request(url, method, search === '' ? path : `${path}?${search}`, { token: AS_TOKEN, body: method === 'GET' ? undefined : (body ?? {}) })
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
  async function take(incoming: IncomingMessage): Promise<{ status: number; body: Json }> {
    const path = incoming.url ?? ''
    bridge.calls.push(`${incoming.method} ${path}`)
    if (incoming.headers.authorization !== `Bearer ${HS_TOKEN}`) return { status: 403, body: { errcode: 'M_FORBIDDEN' } }
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const txnId = /^\/_matrix\/app\/v1\/transactions\/(.+)$/.exec(path)?.[1]
    if (txnId === undefined) return bridge.answer(path)
    if (bridge.status !== 200) return { status: bridge.status, body: {} }
    if (!seen.has(txnId)) bridge.transactions.push({ txnId, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
    seen.add(txnId)
    return { status: 200, body: {} }
  }
  const server = createServer((incoming, response) => {
    void take(incoming).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const registration = {
    id: 'irc',
    url: `http://127.0.0.1:${port}`,
    as_token: AS_TOKEN,
    hs_token: HS_TOKEN,
    sender_localpart: 'ircbot',
    rate_limited: false,
    protocols: ['irc'],
    namespaces: {
      users: [{ exclusive: true, regex: '@irc_.*' }],
      aliases: [{ exclusive: true, regex: '#irc_.*' }],
      rooms: [],
    },
    ...more,
  }
  // JSON is YAML.
  await writeFile(file, JSON.stringify(registration))
  return bridge
}
