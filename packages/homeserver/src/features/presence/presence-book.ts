// Who is there, in memory only: a restart forgets it, and clients say it again with their next sync.
// https://spec.matrix.org/v1.19/client-server-api/#presence
import type { Clock } from '../../deps.ts'

/** What others see. */
export type PresenceState = 'online' | 'unavailable' | 'offline'

/** One user as the book has them. */
export interface PresenceEntry {
  userId: string
  /** What they, or their clients, have said. */
  wish: PresenceState
  statusMsg: string | undefined
  /** When they last did something, and when a client of theirs was last heard of; milliseconds since 1970. */
  activeAtMs: number
  heardAtMs: number
  /** Requests of theirs that are being held. */
  held: number
  /** What others were told last, and at which change position. */
  shown: PresenceState
  position: number
}

/** The book. */
export interface PresenceBook {
  find(userId: string): PresenceEntry | undefined
  open(userId: string): PresenceEntry
  /** What an entry is at this moment. */
  stateOf(entry: PresenceEntry): PresenceState
  /** Notes at which position others are told of an entry. */
  noteShown(entry: PresenceEntry, position: number): void
  /** Whose entries changed in (from, to]. */
  changedIn(from: number, to: number): Iterable<string>
  /** The entries of which others have been told something else than what they are now. */
  listStale(): PresenceEntry[]
}

/** A client that is silent for so long has gone. */
const GONE_MS = 30_000
/** Who does nothing for so long is away, whatever their client says. */
const IDLE_MS = 5 * 60_000
const FORGET_MS = 3_600_000
const MAX_ENTRIES = 200_000
const MAX_LOG = 20_000

/** Opens an empty book. */
export function createPresenceBook(clock: Clock): PresenceBook {
  const entries = new Map<string, PresenceEntry>()
  let log: { position: number; userId: string }[] = []
  let logFrom = 0

  function stateOf({ wish, held, heardAtMs, activeAtMs }: PresenceEntry): PresenceState {
    const now = clock.now()
    if (wish === 'offline' || (held === 0 && now - heardAtMs > GONE_MS)) return 'offline'
    return wish === 'unavailable' || now - activeAtMs > IDLE_MS ? 'unavailable' : 'online'
  }

  function forgetGone(): void {
    const before = clock.now() - FORGET_MS
    for (const entry of entries.values()) {
      if (entry.held === 0 && entry.heardAtMs < before && entry.shown === 'offline') entries.delete(entry.userId)
    }
  }

  return {
    find: (userId) => entries.get(userId),
    open(userId) {
      let entry = entries.get(userId)
      if (entry !== undefined) return entry
      if (entries.size >= MAX_ENTRIES) forgetGone()
      entry = { userId, wish: 'offline', statusMsg: undefined, activeAtMs: 0, heardAtMs: 0, held: 0, shown: 'offline', position: 0 }
      entries.set(userId, entry)
      return entry
    },
    stateOf,
    noteShown(entry, position) {
      entry.position = position
      log.push({ position, userId: entry.userId })
      if (log.length <= MAX_LOG) return
      logFrom = log[MAX_LOG / 2]?.position ?? position
      log = log.slice(MAX_LOG / 2 + 1)
    },
    *changedIn(from, to) {
      if (from < logFrom) {
        for (const { userId, position } of entries.values()) if (position > from && position <= to) yield userId
        return
      }
      for (let index = log.length - 1; index >= 0; index -= 1) {
        const change = log[index]
        if (change === undefined || change.position <= from) return
        if (change.position <= to) yield change.userId
      }
    },
    listStale: () => [...entries.values()].filter((entry) => stateOf(entry) !== entry.shown),
  }
}
