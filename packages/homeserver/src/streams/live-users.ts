// The users who are listening: what changed for them last, and the long polls to wake.

/** The kinds of change that are not events. */
export const CHANGE_KINDS = ['accountData', 'toDevice', 'deviceLists', 'receipts', 'typing', 'keys', 'presence'] as const

/** One of them. */
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** A held request; called at most once, after which it has to be added again. */
export type Waiter = () => void

/** One listening user. */
export interface LiveUser {
  userId: string
  /** When a session of theirs last listened, in milliseconds since 1970. */
  seenAt: number
  /** The change position of the last change of each kind; `Infinity` as long as nobody has looked. */
  changed: Record<ChangeKind, number>
  waiters: Set<Waiter>
  news: News
}

/** Rooms of a user that had events lately, in the order of their events: all that most syncs need to look at. */
export interface News {
  /** Every room with events after this position is in `entries`. */
  since: number
  entries: { position: number; roomNid: number }[]
}

/** How many entries are kept at the most; half of them go when there are more. */
const MAX_NEWS = 256

/** Notes that a room has events up to a position, which is never less than the one noted before. */
export function noteNews(news: News, roomNid: number, position: number): void {
  const { entries } = news
  const last = entries.at(-1)
  if (last?.roomNid === roomNid) {
    last.position = position
    return
  }
  entries.push({ position, roomNid })
  if (entries.length <= MAX_NEWS) return
  const dropped = entries.splice(0, MAX_NEWS / 2)
  news.since = dropped.at(-1)?.position ?? news.since
}

/** The rooms with events after a position; nothing where that is longer ago than was noted. */
export function newsAfter(news: News, position: number): Set<number> | undefined {
  if (position < news.since) return undefined
  const rooms = new Set<number>()
  for (let index = news.entries.length - 1; index >= 0; index -= 1) {
    const entry = news.entries[index]
    if (entry === undefined || entry.position <= position) break
    rooms.add(entry.roomNid)
  }
  return rooms
}

/** Everybody who listens. */
export interface LiveUsers {
  /** The live record of a user, made when it is missing. */
  open(userId: string, now: number): LiveUser
  find(userId: string): LiveUser | undefined
  all(): Iterable<LiveUser>
  /** Wakes every held request of the users, a slice at a time so that others get their turn. */
  wake(users: Iterable<LiveUser>): void
  /** Whether more are being woken than one turn of the event loop takes. */
  isCrowded(): boolean
  /** Calls a listener each time that so many were woken and all are awake. */
  onAwake(listener: () => void): void
  /** Forgets users whom nobody has listened for since `before`; gives back who went. */
  expire(before: number): LiveUser[]
  size(): number
  /** Wakes everybody: the server is about to stop. */
  wakeAll(): void
}

/** Requests woken between two turns of the event loop: about five milliseconds of work. */
const SLICE = 200

/** Makes the registry of listening users. `changedBefore` is the change position before which nothing is known. */
export function createLiveUsers(): LiveUsers {
  const users = new Map<string, LiveUser>()
  const queue: Waiter[] = []
  const listeners: (() => void)[] = []
  let running = false
  let crowded = false
  function run(): void {
    const slice = queue.splice(0, SLICE)
    crowded ||= queue.length > 0
    for (const waiter of slice) waiter()
    if (queue.length > 0) {
      setImmediate(run)
      return
    }
    running = false
    if (!crowded) return
    crowded = false
    for (const listener of listeners) listener()
  }
  function wake(list: Iterable<LiveUser>): void {
    for (const user of list) {
      if (user.waiters.size === 0) continue
      for (const waiter of user.waiters) queue.push(waiter)
      user.waiters.clear()
    }
    if (running || queue.length === 0) return
    running = true
    setImmediate(run)
  }
  return {
    open(userId, now) {
      let user = users.get(userId)
      if (user === undefined) {
        user = { userId, seenAt: now, changed: unknownChanges(), waiters: new Set(), news: { since: Infinity, entries: [] } }
        users.set(userId, user)
      }
      user.seenAt = now
      return user
    },
    find: (userId) => users.get(userId),
    all: () => users.values(),
    wake,
    wakeAll: () => wake(users.values()),
    isCrowded: () => crowded,
    onAwake: (listener) => void listeners.push(listener),
    expire(before) {
      const gone: LiveUser[] = []
      for (const user of users.values()) {
        if (user.seenAt >= before || user.waiters.size > 0) continue
        users.delete(user.userId)
        gone.push(user)
      }
      return gone
    },
    size: () => users.size,
  }
}

function unknownChanges(): Record<ChangeKind, number> {
  return {
    accountData: Infinity,
    toDevice: Infinity,
    deviceLists: Infinity,
    receipts: Infinity,
    typing: Infinity,
    keys: Infinity,
    presence: Infinity,
  }
}
