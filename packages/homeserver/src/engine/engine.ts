// The engine of rooms: the rooms in memory, the one writer behind them, and the users who listen, tied together.
import type { RoomPolicy } from '@chappe/policy'
import type { Db } from '../db/pool.ts'
import type { Clock, Logger, Random } from '../deps.ts'
import { serverUserIdOf } from '../server-user.ts'
import type { LiveUser, LiveUsers } from '../streams/live-users.ts'
import type { WriterLease } from '../streams/writer-store.ts'
import type { MediaLinks } from './carried-media.ts'
import type { AccountFacts } from './account-facts.ts'
import { createAccountFacts } from './account-facts.ts'
import type { IgnoredUsers } from './ignored-users.ts'
import { createRoomGuard } from './room-guard.ts'
import { updateSentPositions } from './rooms-store.ts'
import type { AppendDeps } from './steps/append.ts'
import type { CommitItem, Committer, CommitterEvents } from './steps/committer.ts'
import { GroupCommitter } from './steps/committer.ts'
import type { EventStream, PublishDeps } from './steps/publish.ts'
import { publish, setRuleMember } from './steps/publish.ts'
import type { RoomRegistry } from './steps/registry.ts'
import { createRegistry } from './steps/registry.ts'
import type { Transactions } from './transactions.ts'
import { createTransactions } from './transactions.ts'
import type { UserRoomsRegistry } from './user-rooms.ts'
import { createUserRooms } from './user-rooms.ts'

/** What the operations on rooms and the sync work with. */
export interface RoomEngine {
  registry: RoomRegistry
  userRooms: UserRoomsRegistry
  transactions: Transactions
  stream: EventStream
  append: AppendDeps
  ignored: IgnoredUsers
  /** What the profile says of rooms. */
  policy: RoomPolicy
  /** What kinds of accounts people have. */
  accountFacts: AccountFacts
  /** The database hangs: lets go of the writer's connection. */
  cut(): void
  /** Another process has taken the writer over. */
  fence(): void
  /** Makes the push rules of somebody who is about to join known, so that the room can count for them. */
  ensureRules(userId: string): Promise<void>
  /** Somebody's push rules have changed: their rooms count for them one by one, or with everybody again. */
  rulesChanged(userId: string): Promise<void>
  /** Calls a listener with each batch of events after it is durable and visible. It must be quick, and never throw. */
  onPublished(listener: PublishedListener): void
  /** Commits what is under way and lets go of the database. */
  close(): Promise<void>
}

/** Hears of events that became visible, in order. */
export type PublishedListener = (items: readonly CommitItem[]) => void

/** What the engine is built from. */
export interface EngineOptions {
  db: Db
  databaseUrl: string
  clock: Clock
  logger: Logger
  live: LiveUsers
  lease: WriterLease
  lastPosition: number
  rules: PushRulesOfMembers
  random: Random
  /** Whose events these are, in room versions whose event ids say it. */
  serverName: string
  media: MediaLinks
  ignored: IgnoredUsers
  /** What the profile says of rooms. */
  policy: RoomPolicy
  /** Another process has taken the writer over. */
  onFenced(): void
}

/** What the engine asks the push feature. */
export interface PushRulesOfMembers {
  ownRules: AppendDeps['ownRules']
  listRuleMembers(roomNids: readonly number[]): Promise<{ roomNid: number; userId: string }[]>
  ensureUserLoaded(userId: string): Promise<void>
}

const IDLE_MS = 15 * 60_000
const SWEEP_MS = 60_000
const SENT_FLUSH_MS = 2_000

/** Opens the engine over a database whose writer was taken. */
export function openEngine(options: EngineOptions): RoomEngine {
  const { db, clock, logger, live } = options
  const stream: EventStream = { published: options.lastPosition }
  const sent = createSentNotes(db, logger)
  // The registry asks the committer, the committer tells the registry: the one knot, tied here.
  const knot: { committer?: Committer } = {}
  const registry = createRegistry({
    db,
    clock,
    assertOpen: () => knot.committer?.assertOpen(),
    listRuleMembers: (roomNids) => options.rules.listRuleMembers(roomNids),
  })
  const userRooms = createUserRooms({ db, clock, live, registry, stream, assertOpen: () => knot.committer?.assertOpen() })
  const transactions = createTransactions(db, () => knot.committer?.assertOpen())
  const listeners: PublishedListener[] = []
  const publishing: PublishDeps = {
    stream,
    userRooms,
    live,
    ownRules: (userId) => options.rules.ownRules(userId),
    noteSent: sent.note,
  }
  const accountFacts = createAccountFacts(db, clock)
  const opened = new GroupCommitter({
    url: options.databaseUrl,
    lease: options.lease,
    lastPosition: options.lastPosition,
    logger,
    events: {
      published(items) {
        publish(publishing, items)
        for (const listener of listeners) listener(items)
      },
      ...forgetAfterFailure({ registry, userRooms, transactions, stream, live }),
      fenced: options.onFenced,
    },
  })
  knot.committer = opened
  const sweep = setInterval(() => {
    const before = clock.now() - IDLE_MS
    userRooms.expire(before)
    registry.expire(before)
  }, SWEEP_MS)
  sweep.unref()
  return {
    registry,
    userRooms,
    transactions,
    stream,
    append: appendDepsOf(options, opened, accountFacts),
    ignored: options.ignored,
    policy: options.policy,
    accountFacts,
    cut: () => opened.cut(),
    fence: () => opened.fence(),
    ensureRules: (userId) => options.rules.ensureUserLoaded(userId),
    async rulesChanged(userId) {
      const { rooms } = await userRooms.open(userId)
      for (const { room } of rooms.values()) if (room !== undefined) setRuleMember(publishing, room, userId)
    },
    onPublished: (listener) => void listeners.push(listener),
    async close() {
      clearInterval(sweep)
      await opened.close()
      await sent.close()
    },
  }
}

function appendDepsOf(options: EngineOptions, committer: Committer, facts: AccountFacts): AppendDeps {
  const { db, clock, media, ignored, random, rules, serverName, policy } = options
  return {
    clock,
    committer,
    newEventId: () => `$${random.text(18)}:${serverName}`,
    ownRules: (userId) => rules.ownRules(userId),
    media,
    ignored,
    guard: createRoomGuard({ db, clock, facts, policy, serverUserId: serverUserIdOf(serverName) }),
  }
}

interface Memory {
  registry: RoomRegistry
  userRooms: UserRoomsRegistry
  transactions: Transactions
  stream: EventStream
  live: LiveUsers
}

/** A commit that failed leaves memory in doubt: what it touched is forgotten, and told of once the doubt has ended. */
function forgetAfterFailure(memory: Memory): Pick<CommitterEvents, 'failed' | 'recovered'> {
  const { registry, userRooms, transactions, stream, live } = memory
  // Those who listened to rooms that left memory: nobody else would wake them.
  const stranded = new Set<LiveUser>()
  return {
    failed({ rooms, deviceNids, userIds }) {
      registry.discard(rooms)
      userRooms.forgetRooms(rooms)
      userRooms.forgetUsers(userIds)
      transactions.forget(deviceNids)
      for (const room of rooms) for (const user of room.listeners) stranded.add(user)
      for (const userId of userIds) {
        const user = live.find(userId)
        if (user !== undefined) stranded.add(user)
      }
    },
    recovered(lastPosition) {
      // A commit that was in doubt may be durable after all: its rooms come back from the database with it.
      stream.published = Math.max(stream.published, lastPosition)
      live.wake(stranded)
      stranded.clear()
    },
  }
}

interface SentNotes {
  note(sent: { userId: string; roomNid: number; position: number; ordinal: number }): void
  close(): Promise<void>
}

/** Last own events, written behind the hot path: what a crash loses of them, the tail of the room still tells. */
function createSentNotes(db: Db, logger: Logger): SentNotes {
  let notes = new Map<string, { userId: string; roomNid: number; position: number; ordinal: number }>()
  let timer: NodeJS.Timeout | undefined
  async function flush(): Promise<void> {
    timer = undefined
    const batch = [...notes.values()]
    notes = new Map()
    if (batch.length === 0) return
    try {
      await updateSentPositions(db, batch)
    } catch (error) {
      logger.warn({ err: error }, 'the last own events could not be noted')
    }
  }
  return {
    note(sent) {
      notes.set(`${sent.roomNid} ${sent.userId}`, sent)
      timer ??= setTimeout(() => void flush(), SENT_FLUSH_MS)
    },
    async close() {
      clearTimeout(timer)
      await flush()
    },
  }
}
