// The sessions this process remembers, found by token and by account.
import type { Session } from '../../session.ts'
import type { TokenOwner } from './tokens-store.ts'

/** What is remembered of a token. */
export interface Remembered {
  session: Session
  owner: TokenOwner
  /** When its device was last noted as seen. */
  notedAtMs: number
}

/** An account, or one device of it, of which nothing remembered counts any more. */
export interface Forgotten {
  userId: string
  deviceNid: number | undefined
}

/** The map. Keys are hashes of tokens: a dump of this process's memory is not a list of tokens. */
export interface SessionMap {
  get(key: string): Remembered | undefined
  set(key: string, entry: Remembered): void
  forget(what: Forgotten): void
}

const MAX_REMEMBERED = 200_000

/** Makes an empty map; the entry that was made first goes when there are too many. */
export function createSessionMap(limit = MAX_REMEMBERED): SessionMap {
  const remembered = new Map<string, Remembered>()
  const keysOf = new Map<string, Set<string>>()

  function drop(key: string): void {
    const userId = remembered.get(key)?.owner.userId
    remembered.delete(key)
    if (userId === undefined) return
    const keys = keysOf.get(userId)
    keys?.delete(key)
    if (keys?.size === 0) keysOf.delete(userId)
  }

  return {
    get: (key) => remembered.get(key),
    set(key, entry) {
      const oldest = remembered.size >= limit ? remembered.keys().next().value : undefined
      if (oldest !== undefined) drop(oldest)
      remembered.set(key, entry)
      const keys = keysOf.get(entry.owner.userId) ?? new Set()
      keysOf.set(entry.owner.userId, keys.add(key))
    },
    forget(what) {
      for (const key of keysOf.get(what.userId) ?? []) {
        const entry = remembered.get(key)
        if (entry === undefined || concerns(what, entry.owner)) drop(key)
      }
    },
  }
}

/** What is remembered of a token that was just looked up. */
export function rememberedOf(owner: TokenOwner): Remembered {
  const { userId, userNid, deviceId, deviceNid, isGuest, isAdmin } = owner
  return { owner, session: { userId, userNid, deviceId, deviceNid, isGuest, isAdmin }, notedAtMs: -Infinity }
}

/** Whether what was forgotten includes that token. */
export function concerns(forgotten: Forgotten, owner: TokenOwner): boolean {
  return forgotten.userId === owner.userId && (forgotten.deviceNid ?? owner.deviceNid) === owner.deviceNid
}
