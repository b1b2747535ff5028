// From an access token to the session it stands for: a map in memory in front of the database.
import { hash } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Authenticator, Session } from '../../session.ts'
import type { TokenOwner } from './accounts-store.ts'
import { findTokenOwner } from './accounts-store.ts'

/** The authenticator, and the ways to make it forget. */
export interface Sessions extends Authenticator {
  /** Forgets what is remembered of an account: its tokens are looked up anew at their next use. */
  forgetAccount(userId: string): void
  forgetDevice(deviceNid: number): void
}

interface Remembered {
  session: Session
  owner: TokenOwner
}

const MAX_REMEMBERED = 200_000

/** SHA-256 of a token, as it is stored. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

/** Opens the session map. */
export function createSessions(db: Db, clock: Clock): Sessions {
  // Keyed by the token's hash: a dump of this process's memory is not a list of tokens.
  const remembered = new Map<string, Remembered>()

  function use(entry: Remembered): Session {
    assertUsable(entry.owner, clock.now())
    return entry.session
  }

  async function look(hash: Buffer, key: string): Promise<Session> {
    const owner = await findTokenOwner(db, hash)
    if (owner === undefined) throw new MatrixError('M_UNKNOWN_TOKEN')
    const { userId, userNid, deviceId, deviceNid, isGuest, isAdmin } = owner
    const entry = { owner, session: { userId, userNid, deviceId, deviceNid, isGuest, isAdmin } }
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(key, entry)
    return use(entry)
  }

  function forget(matches: (owner: TokenOwner) => boolean): void {
    for (const [key, entry] of remembered) if (matches(entry.owner)) remembered.delete(key)
  }

  return {
    authenticate(token) {
      const hash = hashToken(token)
      const key = hash.toString('base64')
      const entry = remembered.get(key)
      return entry === undefined ? look(hash, key) : use(entry)
    },
    forgetAccount: (userId) => forget((owner) => owner.userId === userId),
    forgetDevice: (deviceNid) => forget((owner) => owner.deviceNid === deviceNid),
  }
}

function assertUsable(owner: TokenOwner, now: number): void {
  if (owner.state === 'contained' || owner.state === 'closed') throw new MatrixError('M_UNKNOWN_TOKEN')
  if (owner.state === 'suspended') throw new MatrixError('M_USER_LOCKED', { fields: { soft_logout: true } })
  if (owner.expiresAtMs !== null && owner.expiresAtMs <= now) {
    throw new MatrixError('M_UNKNOWN_TOKEN', { message: 'The access token has expired', fields: { soft_logout: true } })
  }
}
