// From an access token to the session it stands for: a map in memory in front of the database.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Authenticator, Session } from '../../session.ts'
import type { AccountState } from './accounts-tables.ts'
import { createLastSeen } from './last-seen.ts'
import type { TokenOwner } from './tokens-store.ts'
import { confirmSuccessor, findTokenOwner } from './tokens-store.ts'
import { hashToken } from './tokens.ts'

/** The authenticator, and the ways to make it forget. */
export interface Sessions extends Authenticator {
  /** Forgets what is remembered of an account: its tokens are looked up anew at their next use. */
  forgetAccount(userId: string): void
  /** Forgets what is remembered of one device of an account. */
  forgetDevice(userId: string, deviceNid: number): void
  /** Stores when devices were last seen; see `LastSeen`. */
  flushSeen(): Promise<void>
}

interface Remembered {
  session: Session
  owner: TokenOwner
  notedAtMs: number
}

interface Forgotten {
  userId: string
  deviceNid: number | undefined
}

const MAX_REMEMBERED = 200_000
const NOTE_EVERY_MS = 60_000
/** The first use of a token confirms it, and is then looked up again; a second round only when two do so at once. */
const MAX_ATTEMPTS = 4

/** Opens the session map. */
export function createSessions(db: Db, clock: Clock): Sessions {
  // Keyed by the token's hash: a dump of this process's memory is not a list of tokens.
  const remembered = new Map<string, Remembered>()
  const keysOf = new Map<string, Set<string>>()
  const lastSeen = createLastSeen(db)
  // What was forgotten while look-ups were under way: their rows may be older than the forgetting.
  let forgotten: Forgotten[] = []
  let looking = 0

  function use(entry: Remembered, ip: string | undefined): Session {
    const now = clock.now()
    assertUsable(entry.owner, now)
    if (ip !== undefined && now - entry.notedAtMs >= NOTE_EVERY_MS) {
      entry.notedAtMs = now
      lastSeen.note({ deviceNid: entry.owner.deviceNid, ip, atMs: now })
    }
    return entry.session
  }

  async function look(hash: Buffer, key: string): Promise<Remembered> {
    const since = forgotten.length
    looking += 1
    try {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const owner = await findTokenOwner(db, hash)
        if (owner === undefined) throw new MatrixError('M_UNKNOWN_TOKEN')
        if (forgotten.slice(since).some((each) => concerns(each, owner))) {
          // Only rows read after the forgetting count; it is rare enough to ask without remembering.
          const again = await findTokenOwner(db, hash)
          if (again === undefined) throw new MatrixError('M_UNKNOWN_TOKEN')
          return entryOf(again)
        }
        if (owner.confirms === null) return remember(key, entryOf(owner))
        assertUsable(owner, clock.now())
        await confirmSuccessor(db, { deviceNid: owner.deviceNid, refreshHash: owner.confirms, now: clock.now() })
      }
      throw new MatrixError('M_UNKNOWN_TOKEN')
    } finally {
      looking -= 1
      if (looking === 0) forgotten = []
    }
  }

  function remember(key: string, entry: Remembered): Remembered {
    if (remembered.size >= MAX_REMEMBERED) {
      const oldest = remembered.keys().next()
      if (oldest.done !== true) drop(oldest.value)
    }
    remembered.set(key, entry)
    const keys = keysOf.get(entry.owner.userId) ?? new Set()
    keysOf.set(entry.owner.userId, keys.add(key))
    return entry
  }

  function drop(key: string): void {
    const userId = remembered.get(key)?.owner.userId
    remembered.delete(key)
    if (userId === undefined) return
    const keys = keysOf.get(userId)
    keys?.delete(key)
    if (keys?.size === 0) keysOf.delete(userId)
  }

  function forget(what: Forgotten): void {
    if (looking > 0) forgotten.push(what)
    for (const key of keysOf.get(what.userId) ?? []) {
      const entry = remembered.get(key)
      if (entry === undefined || concerns(what, entry.owner)) drop(key)
    }
  }

  return {
    authenticate(token, ip) {
      const hash = hashToken(token)
      const key = hash.toString('base64')
      const entry = remembered.get(key)
      return entry === undefined ? look(hash, key).then((found) => use(found, ip)) : use(entry, ip)
    },
    forgetAccount: (userId) => forget({ userId, deviceNid: undefined }),
    forgetDevice: (userId, deviceNid) => forget({ userId, deviceNid }),
    flushSeen: () => lastSeen.flush(),
  }
}

function entryOf(owner: TokenOwner): Remembered {
  const { userId, userNid, deviceId, deviceNid, isGuest, isAdmin } = owner
  return { owner, session: { userId, userNid, deviceId, deviceNid, isGuest, isAdmin }, notedAtMs: -Infinity }
}

function concerns(forgotten: Forgotten, owner: TokenOwner): boolean {
  return forgotten.userId === owner.userId && (forgotten.deviceNid ?? owner.deviceNid) === owner.deviceNid
}

/** Throws unless an account of that state may act. */
export function assertActive(state: AccountState): void {
  if (state === 'contained' || state === 'closed') throw new MatrixError('M_UNKNOWN_TOKEN')
  if (state === 'suspended') throw new MatrixError('M_USER_LOCKED', { fields: { soft_logout: true } })
}

function assertUsable(owner: TokenOwner, now: number): void {
  assertActive(owner.state)
  if (owner.expiresAtMs !== null && owner.expiresAtMs <= now) {
    throw new MatrixError('M_UNKNOWN_TOKEN', { message: 'The access token has expired', fields: { soft_logout: true } })
  }
}
