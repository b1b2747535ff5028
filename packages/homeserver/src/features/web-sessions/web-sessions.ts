// Sessions of browsers on the server's own pages: a cookie, stored hashed, with a bounded life.
import { maySignIn } from '@chappe/policy'
import { hash } from 'node:crypto'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import { cookieOf } from '../../http/cookies.ts'
import type { WebMethod, WebOrigin, WebSession, WebSessions } from '../../web-session.ts'
import type { NewWebSession } from './web-sessions-store.ts'
import {
  deleteWebSession,
  deleteWebSessionsOf,
  findWebSession,
  insertWebSession,
  setWebSessionProved,
  setWebSessionSeen,
  webSessionOfLetIn,
} from './web-sessions-store.ts'

/** What the feature is given. */
export interface WebSessionsDeps {
  db: Db
  clock: Clock
  random: Random
  settings: { publicUrl: string }
}

/** From the sign-in on, whatever is done. */
const LIFETIME_MS = 12 * 60 * 60_000
/** Without a request. */
const IDLE_MS = 60 * 60_000
/** How long a session without any proof lasts: long enough to register a passkey. */
const UNPROVED_MS = 30 * 60_000
const NOTE_EVERY_MS = 60_000
/** Of one account; the oldest goes. */
const MAX_SESSIONS = 20
/** What a cookie of ours looks like. */
const TOKEN = /^[\w-]{43}$/
const NOWHERE = { ip: '', agent: '' }

/** Opens the sessions. Over https the cookie is bound to this very host (`__Host-`). */
export function createWebSessions({ db, clock, random, settings }: WebSessionsDeps): WebSessions {
  const isSecure = settings.publicUrl.startsWith('https:')
  const name = isSecure ? '__Host-chappe' : 'chappe'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`

  function tokenOf(cookieHeader: string | undefined): string | undefined {
    const value = cookieOf(cookieHeader, name)
    return value !== undefined && TOKEN.test(value) ? value : undefined
  }

  function make(methods: readonly WebMethod[], from: WebOrigin): { cookie: string; session: NewWebSession } {
    const token = random.text(43)
    return {
      cookie: `${name}=${token}; ${attributes}; Max-Age=${LIFETIME_MS / 1000}`,
      session: { hash: hashOf(token), now: clock.now(), methods, from },
    }
  }

  return {
    async find(cookieHeader) {
      const token = tokenOf(cookieHeader)
      if (token === undefined) return undefined
      const hash = hashOf(token)
      const found = await findWebSession(db, hash)
      if (found === undefined) return undefined
      const now = clock.now()
      const lifetimeMs = found.methods.length === 0 ? UNPROVED_MS : LIFETIME_MS
      const isOver = now - found.createdAtMs >= lifetimeMs || now - found.seenAtMs >= IDLE_MS
      // Who has proved nothing yet has come by the link of an enrolment.
      const mayUse = maySignIn(found, found.methods.length === 0 ? 'enrolment' : 'passkey')
      if (isOver || !mayUse) return undefined
      if (now - found.seenAtMs >= NOTE_EVERY_MS) await setWebSessionSeen(db, hash, now)
      return sessionOf(token, found)
    },
    isShown: (cookieHeader) => tokenOf(cookieHeader) !== undefined,
    async begin({ userNid }, methods, from = NOWHERE) {
      const { cookie, session } = make(methods, from)
      await insertWebSession(db, userNid, session, MAX_SESSIONS)
      return cookie
    },
    prepare(methods, from) {
      const { cookie, session } = make(methods, from)
      return { cookie, followers: webSessionOfLetIn(session, MAX_SESSIONS) }
    },
    async prove(cookieHeader, method) {
      const token = tokenOf(cookieHeader)
      if (token !== undefined) await setWebSessionProved(db, hashOf(token), { now: clock.now(), method })
    },
    async end(cookieHeader) {
      const token = tokenOf(cookieHeader)
      if (token !== undefined) await deleteWebSession(db, hashOf(token))
      return `${name}=; ${attributes}; Max-Age=0`
    },
    endAll: (userId) => deleteWebSessionsOf(db, userId),
  }
}

/** Ends every session of an account, within a transaction. */
export function endWebSessionsIn(tx: Tx, userId: string): Promise<void> {
  return deleteWebSessionsOf(tx, userId)
}

function sessionOf(token: string, found: Omit<WebSession, 'csrf'>): WebSession {
  const { userId, userNid, authenticatedAtMs, methods } = found
  // Made from the cookie, which no other site can read, so that nothing more has to be kept.
  const csrf = hash('sha256', `form ${token}`, 'base64url')
  return { userId, userNid, authenticatedAtMs, methods, csrf }
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
