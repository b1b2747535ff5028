// Whoever has talked somebody out of their account: lists the open rooms, joins them, pages through them, takes the files.

import { setTimeout as sleep } from 'node:timers/promises'
import { closeConnections, createConnections, type Connection } from '../http/connection.ts'
import type { Address, HttpRequest } from '../http/request.ts'
import type { HttpResponse } from '../http/response-parser.ts'
import { forEachConcurrently, paths } from '../matrix/api.ts'
import { at } from '../matrix/population.ts'

/** How the intruder goes about it. */
export interface Manner {
  name: 'fast' | 'slow' | 'many addresses' | 'cut off'
  /** Requests at a time. */
  width: number
  /** Between two requests of one hand, ms. */
  pauseMs: number
  /** Events a page. */
  page: number
  /** How many addresses the requests come from. */
  addresses: number
  /** After which share of the messages the account is contained while it reads; 1: when it has everything. */
  until: number
  /** At most so many rooms: at full size the slow take too long for all. */
  roomsMax: number
}

/** The manners of the replay. */
export const MANNERS: readonly Manner[] = [
  { name: 'fast', width: 8, pauseMs: 0, page: 100, addresses: 1, until: 1, roomsMax: Infinity },
  { name: 'slow', width: 1, pauseMs: 20, page: 20, addresses: 1, until: 1, roomsMax: 20 },
  { name: 'many addresses', width: 8, pauseMs: 0, page: 50, addresses: 40, until: 1, roomsMax: 200 },
  { name: 'cut off', width: 8, pauseMs: 0, page: 100, addresses: 1, until: 0.5, roomsMax: Infinity },
]

/** What the intruder believes to have got. */
export interface Loot {
  rooms: number
  events: number
  files: number
  fileBytes: number
  /** True where the server ended it. */
  isCutOff: boolean
}

interface Raid {
  manner: Manner
  token: string
  connections: readonly Connection[]
  loot: Loot
  files: Set<string>
  watch: (loot: Loot) => void
}

/** The account does not answer any more: the raid is over. */
class CutOff extends Error {}

/** Runs the raid to its end, or until the server refuses. `watch` is told after each page. */
export async function raid(address: Address, token: string, { manner, watch }: { manner: Manner; watch: (loot: Loot) => void }): Promise<Loot> {
  const connections = createConnections(address, manner.width)
  const it: Raid = { manner, token, connections, loot: { rooms: 0, events: 0, files: 0, fileBytes: 0, isCutOff: false }, files: new Set(), watch }
  try {
    const roomIds = (await listRooms(it)).slice(0, manner.roomsMax)
    // Who is to be cut off goes on until then.
    do {
      await forEachConcurrently(roomIds, manner.width, (roomId, index) => readRoom(it, roomId, index))
      await forEachConcurrently([...it.files], manner.width, (uri, index) => takeFile(it, uri, index))
    } while (manner.until < 1)
  } catch (error) {
    if (!(error instanceof CutOff)) throw error
    it.loot.isCutOff = true
  } finally {
    closeConnections(connections)
  }
  return it.loot
}

async function listRooms(it: Raid): Promise<string[]> {
  const roomIds: string[] = []
  for (let since: string | undefined; ;) {
    const path = `/_matrix/client/v3/publicRooms?limit=100${since === undefined ? '' : `&since=${encodeURIComponent(since)}`}`
    const page = await ask(it, { method: 'GET', path }, 0) as { chunk: { room_id: string }[]; next_batch?: string }
    roomIds.push(...page.chunk.map((room) => room.room_id))
    since = page.next_batch
    if (since === undefined) return roomIds
  }
}

async function readRoom(it: Raid, roomId: string, hand: number): Promise<void> {
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  await ask(it, { method: 'POST', path: `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, body: '{}' }, hand)
  it.loot.rooms += 1
  await ask(it, { method: 'GET', path: `${room}/members` }, hand)
  for (let from: string | undefined; ;) {
    const page = await ask(it, { method: 'GET', path: paths.messages(roomId, from, it.manner.page) }, hand) as { chunk: { content?: { url?: unknown } }[]; end?: string }
    it.loot.events += page.chunk.length
    it.watch(it.loot)
    for (const { content } of page.chunk) if (typeof content?.url === 'string' && content.url.startsWith('mxc://')) it.files.add(content.url.slice('mxc://'.length))
    from = page.end
    if (from === undefined) return
  }
}

async function takeFile(it: Raid, uri: string, hand: number): Promise<void> {
  const { body } = await call(it, { method: 'GET', path: paths.download(uri) }, hand)
  it.loot.files += 1
  it.loot.fileBytes += body.length
}

async function ask(it: Raid, request: HttpRequest, hand: number): Promise<unknown> {
  return JSON.parse((await call(it, request, hand)).body.toString('utf8'))
}

async function call({ manner, token, connections }: Raid, request: HttpRequest, hand: number): Promise<{ body: Buffer }> {
  if (manner.pauseMs > 0) await sleep(manner.pauseMs)
  const response = await askAgain(at(connections, hand % connections.length), { ...request, token })
  if (response.status === 401 || response.status === 403) throw new CutOff(`${request.path}: ${response.status}`)
  if (response.status !== 200) throw new Error(`${request.path}: ${response.status} ${response.body.toString('utf8').slice(0, 200)}`)
  return response
}

/** How often a broken connection is tried anew: a busy server may close one that waits; one that is cut off is refused next. */
const TRIES = 5
const AGAIN_MS = 500

async function askAgain(connection: Connection, request: HttpRequest): Promise<HttpResponse> {
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await connection.request(request)
      // Whoever holds no lease serves nothing; whoever contains lets calls wait.
      if (response.status !== 503 || tries === TRIES) return response
    } catch (error) {
      if (tries === TRIES) throw new CutOff('the connection was cut', { cause: error })
    }
    await sleep(AGAIN_MS * tries)
  }
}
