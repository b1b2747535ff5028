// What was said before this browser listened: read while nothing else happens, page by page, in encrypted rooms. Of the
// others the server has it all, and answers itself.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { Direction, RoomEvent } from 'matrix-js-sdk'
import type { SealedStore } from '../kept/sealed.ts'
import { latestFirst } from '../talk/shown.ts'
import type { Feed } from './feed.ts'

/** How far a room has been read. */
export interface RoomReach {
  /** Where the next page begins; undefined for the newest. */
  token: string | undefined
  count: number
  isDone: boolean
}

/** How far all rooms have been read. */
export interface HistoryReach {
  done: number
  all: number
}

/** Reads the history. */
export interface HistoryReader {
  stop(): void
}

/** What reading needs. */
export interface HistoryOptions {
  client: MatrixClient
  feed: Feed
  store: SealedStore<RoomReach>
  /** Whether the server may be asked now. */
  mayRead(): boolean
  onReach(reach: HistoryReach): void
  /** Resolves when nothing else is to be done. */
  idle(): Promise<void>
}

/** Each page is a read that the server writes down and others wait for: few, and never in a hurry. */
const PAUSE_MS = 4000
const PAGE = 100
const MESSAGES_PER_ROOM_MAX = 2000
const AGE_MS_MAX = 366 * 24 * 60 * 60_000

/** Begins to read, a while from now. */
export function readHistory({ client, feed, store, mayRead, onReach, idle }: HistoryOptions): HistoryReader {
  const reached = new Map<string, RoomReach>()
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const listRooms = (): Room[] => latestFirst(client.getRooms().filter((room) => room.getMyMembership() === 'join' && room.hasEncryptionStateEvent()))

  async function set(roomId: string, reach: RoomReach): Promise<void> {
    reached.set(roomId, reach)
    await store.set(roomId, reach).catch(() => undefined)
  }

  /** Reads the next page of the room that was talked in last. Gives back whether there was one. */
  async function readNext(): Promise<boolean> {
    const rooms = listRooms()
    const open = rooms.filter(({ roomId }) => reached.get(roomId)?.isDone !== true)
    onReach({ done: rooms.length - open.length, all: rooms.length })
    const [room] = open
    if (room === undefined) return false
    const { token, count } = reached.get(room.roomId) ?? { token: undefined, count: 0 }
    const page = await client.createMessagesRequest(room.roomId, token ?? null, PAGE, Direction.Backward)
    const events = page.chunk.map(client.getEventMapper())
    // One in each idle moment: a hundred at once would hold up whoever types just then.
    for (const event of events) {
      if (event.shouldAttemptDecryption()) await idle()
      if (isStopped) return false
      await client.decryptEventIfNeeded(event)
      feed.take(event)
    }
    const oldestMs = Math.min(...events.map((event) => event.getTs()))
    const isDone = page.end === undefined || events.length === 0 || count + events.length >= MESSAGES_PER_ROOM_MAX || oldestMs < Date.now() - AGE_MS_MAX
    await set(room.roomId, { token: page.end, count: count + events.length, isDone })
    return true
  }

  async function step(): Promise<void> {
    if (isStopped) return
    try {
      await idle()
      if (mayRead()) await readNext()
    } catch {
      // The server is away or will not have it: asked again after the pause.
    }
    // What is left may come later: a room one joins, one whose talk went on while nobody listened.
    if (!isStopped) timer = setTimeout(() => void step(), PAUSE_MS)
  }

  // More was said than a sync tells: the room is read from its end again.
  const onReset = (room: Room | undefined): void => {
    if (room !== undefined && reached.has(room.roomId)) void set(room.roomId, { token: undefined, count: 0, isDone: false })
  }
  client.on(RoomEvent.TimelineReset, onReset)
  void store
    .all()
    .catch(() => [])
    .then((known) => {
      for (const [roomId, reach] of known) reached.set(roomId, reach)
      timer = setTimeout(() => void step(), PAUSE_MS)
    })

  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
      client.off(RoomEvent.TimelineReset, onReset)
    },
  }
}

/** How far a room has been read, as it was kept. */
export function parseReach(value: unknown): RoomReach | undefined {
  if (typeof value !== 'object' || value === null || !('count' in value) || !('isDone' in value)) return undefined
  const { count, isDone } = value
  if (typeof count !== 'number' || typeof isDone !== 'boolean') return undefined
  return { count, isDone, token: 'token' in value && typeof value.token === 'string' ? value.token : undefined }
}
