// The engine of a process that follows the writer: the same rooms in memory, loaded from the database and kept up to date
// by what the writer tells, and nothing that could write.
import { MatrixError } from '@chappe/contract'
import type { RoomPolicy } from '@chappe/policy'
import type { Db } from '../db/pool.ts'
import type { Clock } from '../deps.ts'
import type { LiveUsers } from '../streams/live-users.ts'
import { createAccountFacts } from './account-facts.ts'
import type { MediaLinks } from './carried-media.ts'
import type { PublishedListener, RoomEngine } from './engine.ts'
import type { IgnoredUsers } from './ignored-users.ts'
import { markRead } from './read-marks.ts'
import type { Room } from './room.ts'
import type { RoomGuard } from './room-guard.ts'
import type { Committer } from './steps/committer.ts'
import type { FollowedItem } from './steps/follow.ts'
import { createStandIn, itemIn, placeFollowed } from './steps/follow.ts'
import { loadRooms } from './steps/load-rooms.ts'
import type { EventStream, PublishDeps } from './steps/publish.ts'
import { publish, publishInRoom } from './steps/publish.ts'
import type { RoomRegistry } from './steps/registry.ts'
import { createRegistry } from './steps/registry.ts'
import { createTransactions } from './transactions.ts'
import { createUserRooms } from './user-rooms.ts'

/** The engine, and what its follower does with it. */
export interface FollowingEngine extends RoomEngine {
  /** Makes what the writer committed visible, in order. */
  apply(items: readonly FollowedItem[]): void
  /** Somebody has read on. */
  noteRead(read: { roomNid: number; userId: string; threadId: string; eventPosition: number; notifyOrdinal: number }): void
  /** A room is not what it was: it is loaded anew. */
  drop(roomNid: number): void
  /** Something may have been missed: memory starts anew from the database. Every event up to the position is durable. */
  startAnew(position: number): void
}

/** What it is built from. */
export interface FollowingEngineOptions {
  db: Db
  clock: Clock
  live: LiveUsers
  media: MediaLinks
  ignored: IgnoredUsers
  policy: RoomPolicy
}

const IDLE_MS = 15 * 60_000
const SWEEP_MS = 60_000
/** What was read from the database may be ahead of what the writer has told by a moment, and by no more. */
const REACH_MS_MAX = 3_000

/** What whoever wants to write here is answered: it is the writer's business. */
export function noWriter(): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'The process that takes messages and changes does not answer at the moment; try again',
    fields: { retry_after_ms: 1000 },
  })
}

/** Opens it with nothing in memory. */
export function openFollowingEngine({ db, clock, live, media, ignored, policy }: FollowingEngineOptions): FollowingEngine {
  const stream: EventStream = { published: 0 }
  const reach = createReach(stream)
  const loads = createLoads(db, clock, reach.reached)
  const registry = createRegistry({ db, clock, assertOpen: () => undefined, listRuleMembers: async () => [], load: loads.load })
  const userRooms = createUserRooms({ db, clock, live, registry, stream, assertOpen: () => undefined, reached: reach.reached })
  const listeners: PublishedListener[] = []
  const publishing: PublishDeps = { stream, userRooms, live, ownRules: () => undefined, noteSent: () => undefined }
  const sweep = setInterval(() => {
    const before = clock.now() - IDLE_MS
    userRooms.expire(before)
    registry.expire(before)
  }, SWEEP_MS)
  sweep.unref()
  return {
    registry,
    userRooms,
    stream,
    ignored,
    policy,
    accountFacts: createAccountFacts(db, clock),
    transactions: createTransactions(db, () => undefined),
    append: { clock, committer: noCommitter, newEventId: () => '', ownRules: () => undefined, media, ignored, guard: noGuard },
    cut: () => undefined,
    fence: () => undefined,
    ensureRules: async () => undefined,
    rulesChanged: async () => undefined,
    onPublished: (listener) => void listeners.push(listener),
    apply(items) {
      loads.hold(items)
      const placed = items.flatMap((item) => placedItem(registry, item))
      publish(publishing, placed)
      for (const listener of listeners) listener(placed)
      userRooms.touch(items.flatMap((item) => item.exceptions.map((each) => each.userId)))
      reach.moved()
    },
    noteRead({ roomNid, userId, threadId, eventPosition, notifyOrdinal }) {
      userRooms.touch([userId])
      markRead(userRooms.peek(userId)?.rooms.get(roomNid), { threadId, position: eventPosition, ordinal: notifyOrdinal })
    },
    drop(roomNid) {
      const room = registry.peek(roomNid)
      if (room === undefined) return
      registry.discard(new Set([room]))
      userRooms.forgetRooms(new Set([room]))
      live.wake(room.listeners)
    },
    startAnew(position) {
      stream.published = Math.max(stream.published, position)
      const rooms = new Set(registry.all())
      registry.discard(rooms)
      userRooms.forgetUsers(new Set([...live.all()].map((user) => user.userId)))
      loads.startAnew()
      reach.moved()
    },
    async close() {
      clearInterval(sweep)
    },
  }
}

/** The event in its room; of a room in memory that has it already (it was loaded a moment ago), nothing is left to do. */
function placedItem(registry: RoomRegistry, item: FollowedItem): ReturnType<typeof itemIn>[] {
  const room = registry.peek(item.event.roomNid)
  if (room === undefined) return [itemIn(createStandIn(item.event.roomNid), item)]
  if (item.event.position <= room.committedPosition) return []
  placeFollowed(room, item)
  return [itemIn(room, item)]
}

interface Reach {
  /** Resolves when events up to a position are visible; throws where that takes too long. */
  reached(position: number): Promise<void>
  moved(): void
}

function createReach(stream: EventStream): Reach {
  const waiting = new Set<{ position: number; resolve(): void }>()
  return {
    async reached(position) {
      if (position <= stream.published) return
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const entry = { position, resolve }
      const timer = setTimeout(() => reject(noWriter()), REACH_MS_MAX)
      waiting.add(entry)
      try {
        await promise
      } finally {
        clearTimeout(timer)
        waiting.delete(entry)
      }
    },
    moved() {
      for (const each of waiting) if (each.position <= stream.published) each.resolve()
    },
  }
}

interface Loads {
  load(roomNids: readonly number[], put: (room: Room) => void): Promise<Map<number, Room>>
  /** Keeps events for the rooms that are being loaded. */
  hold(items: readonly FollowedItem[]): void
  /** What was kept is not all there was: what is being loaded is loaded once more. */
  startAnew(): void
}

/** Loads rooms as they are at one moment, and then brings them to where this process stands. */
function createLoads(db: Db, clock: Clock, reached: Reach['reached']): Loads {
  const held = new Map<number, FollowedItem[]>()
  let beginning = 0

  async function loadOnce(roomNids: readonly number[]): Promise<Map<number, Room>> {
    const rooms = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => loadRooms({ db: tx, clock, listRuleMembers: async () => [] }, roomNids))
    let last = 0
    for (const room of rooms.values()) last = Math.max(last, room.committedPosition)
    await reached(last)
    return rooms
  }

  return {
    async load(roomNids, put) {
      // The registry asks for a room once at a time.
      for (const roomNid of roomNids) held.set(roomNid, [])
      try {
        for (;;) {
          const begun = beginning
          const rooms = await loadOnce(roomNids)
          if (begun !== beginning) continue
          // In one turn: what comes after this finds the room in memory.
          for (const room of rooms.values()) catchUp(room, held.get(room.roomNid) ?? [])
          for (const room of rooms.values()) put(room)
          return rooms
        }
      } finally {
        for (const roomNid of roomNids) held.delete(roomNid)
      }
    },
    hold(items) {
      if (held.size === 0) return
      for (const item of items) held.get(item.event.roomNid)?.push(item)
    },
    startAnew() {
      beginning += 1
      for (const list of held.values()) list.length = 0
    },
  }
}

function catchUp(room: Room, items: readonly FollowedItem[]): void {
  for (const item of items) {
    if (item.event.position <= room.committedPosition) continue
    placeFollowed(room, item)
    publishInRoom(itemIn(room, item))
  }
}

/** Nothing is appended here that would have to be judged. */
const noGuard: RoomGuard = {
  prepare() {
    throw noWriter()
  },
  assertAllowed() {
    throw noWriter()
  },
  assertNewRoom() {
    throw noWriter()
  },
}

/** Nothing is committed here. */
const noCommitter: Committer = {
  nextPosition() {
    throw noWriter()
  },
  add: () => Promise.reject(noWriter()),
  assertOpen() {
    throw noWriter()
  },
  isOpen: () => false,
  recovered: () => Promise.resolve(),
  cut: () => undefined,
  fence: () => undefined,
  close: () => Promise.resolve(),
}
