// The sessions this process remembers, found by token and by account.
import { reachOf } from '@chappe/policy'
import type { ForgetHow, Session, SessionLife } from '../../session.ts'
import { newLife } from '../../session.ts'
import type { TokenOwner } from './tokens-store.ts'

/** What is remembered of a token. */
export interface Remembered {
  session: Session
  owner: TokenOwner
  /** That of the session. */
  life: SessionLife
  /** When its device was last noted as seen. */
  notedAtMs: number
}

/** An account, or one device of it, of which nothing remembered counts any more. */
export interface Forgotten {
  userId: string
  deviceNid: number | undefined
  how: ForgetHow
}

/** The map. Keys are hashes of tokens: a dump of this process's memory is not a list of tokens. */
export interface SessionMap {
  get(key: string): Remembered | undefined
  /** What is remembered under a session that was given out; nothing once that was forgotten. */
  find(session: Session): Remembered | undefined
  set(key: string, entry: Remembered): void
  /** The keys of what is remembered of an account. */
  keysOf(userId: string): string[]
  /** Gives back the lives of those sessions for which something is being changed at this moment. */
  forget(what: Forgotten): SessionLife[]
  forgetAll(): void
}

const MAX_REMEMBERED = 200_000

/** Makes an empty map; the entry that was made first goes when there are too many. */
export function createSessionMap(limit = MAX_REMEMBERED): SessionMap {
  const remembered = new Map<string, Remembered>()
  const keysOf = new Map<string, Set<string>>()
  const bySession = new WeakMap<Session, Remembered>()

  function drop(key: string, how: ForgetHow): void {
    const entry = remembered.get(key)
    if (entry === undefined) return
    const { userId } = entry.owner
    entry.life.isOver = true
    // Who is stopped is heard out as long as the stopping waits for what they change.
    entry.life.isHeardOut = how === 'ended' || (how === 'stopped' && entry.life.changing > 0)
    remembered.delete(key)
    bySession.delete(entry.session)
    const keys = keysOf.get(userId)
    keys?.delete(key)
    if (keys?.size === 0) keysOf.delete(userId)
  }

  return {
    get: (key) => remembered.get(key),
    find: (session) => bySession.get(session),
    set(key, entry) {
      const oldest = remembered.size >= limit ? remembered.keys().next().value : undefined
      if (oldest !== undefined) drop(oldest, 'changed')
      drop(key, 'changed')
      remembered.set(key, entry)
      bySession.set(entry.session, entry)
      const keys = keysOf.get(entry.owner.userId) ?? new Set()
      keysOf.set(entry.owner.userId, keys.add(key))
    },
    keysOf: (userId) => [...(keysOf.get(userId) ?? [])],
    forget(what) {
      const changing: SessionLife[] = []
      for (const key of keysOf.get(what.userId) ?? []) {
        const entry = remembered.get(key)
        if (entry !== undefined && !concerns(what, entry.owner)) continue
        if (entry !== undefined && entry.life.changing > 0) changing.push(entry.life)
        drop(key, what.how)
      }
      return changing
    },
    forgetAll() {
      for (const key of remembered.keys()) drop(key, 'changed')
    },
  }
}

/** What is remembered of a token that was just looked up. */
export function rememberedOf(owner: TokenOwner): Remembered {
  const { userId, userNid, deviceId, deviceNid, isGuest, isAdmin, accountType, roles } = owner
  const life = newLife()
  const session: Session = {
    userId,
    userNid,
    deviceId,
    deviceNid,
    isGuest,
    isAdmin,
    isSuspended: reachOf(owner) === 'reading',
    accountType,
    organisationNid: owner.organisationNid ?? undefined,
    roles,
    onProbationSinceMs: owner.onProbationSinceMs ?? undefined,
    life,
    ...(owner.clientId === null ? {} : { oauth: { clientId: owner.clientId, dpopJkt: owner.dpopJkt ?? undefined } }),
  }
  return { owner, life, session, notedAtMs: -Infinity }
}

/** Whether what was forgotten includes that token. */
export function concerns(forgotten: Forgotten, owner: TokenOwner): boolean {
  return forgotten.userId === owner.userId && (forgotten.deviceNid ?? owner.deviceNid) === owner.deviceNid
}
