// Whom an application service acts as: the user, and if it says so the device, that its request names.
// https://spec.matrix.org/v1.19/application-service-api/#identity-assertion
import { MatrixError } from '@chappe/contract'
import { reachOf } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Authenticator, RequestQuery, Session, SessionLife } from '../../session.ts'
import { newLife } from '../../session.ts'
import { refusalOf } from '../../standing-refusals.ts'
import { findActedAs } from './appservices-store.ts'
import { byTokenOf, ownsUser } from './namespaces.ts'
import type { Registration } from './registration.ts'

/** The authenticator of accounts with that of application services in front; the same one where there are none. */
export function withAppservices(inner: ForgettingAuthenticator, deps: { db: Db; registrations: readonly Registration[] }): Authenticator {
  if (deps.registrations.length === 0) return inner
  const lives = createLives()
  inner.onForget(({ userId }) => lives.end(userId))
  inner.onForgetAll(() => lives.endAll())
  const byToken = byTokenOf(deps.registrations)
  return {
    authenticate(token, ip, whileLocked, query) {
      const registration = byToken(token)
      return registration === undefined ? inner.authenticate(token, ip, whileLocked, query) : actAs(deps.db, lives, { registration, query: query ?? {} })
    },
    reuse: (session, ip, whileLocked) => inner.reuse(session, ip, whileLocked),
  }
}

/** The authenticator of accounts, which tells whose sessions no longer count. */
export interface ForgettingAuthenticator extends Authenticator {
  onForget(listener: (what: { userId: string }) => void): void
  onForgetAll(listener: () => void): void
}

/** One life for all that is under way as a user, since who acts is looked up at each call. */
interface Lives {
  of(userId: string): SessionLife
  end(userId: string): void
  endAll(): void
}

const MAX_LIVES = 50_000

function createLives(): Lives {
  const lives = new Map<string, SessionLife>()
  function end(userId: string): void {
    const life = lives.get(userId)
    if (life !== undefined) life.isOver = true
    lives.delete(userId)
  }
  return {
    end,
    endAll() {
      for (const userId of lives.keys()) end(userId)
    },
    of(userId) {
      const known = lives.get(userId)
      if (known !== undefined) return known
      const oldest = lives.size >= MAX_LIVES ? lives.keys().next().value : undefined
      // What is under way for it is looked up anew before it leaves.
      if (oldest !== undefined) end(oldest)
      const made = newLife()
      lives.set(userId, made)
      return made
    },
  }
}

/** Looked up at each call, so that who was contained a moment ago is acted as no more. */
async function actAs(db: Db, lives: Lives, { registration, query }: { registration: Registration; query: RequestQuery }): Promise<Session> {
  const userId = textOf(query['user_id']) ?? registration.senderId
  const deviceId = textOf(query['device_id']) ?? textOf(query['org.matrix.msc3202.device_id'])
  if (!ownsUser(registration, userId)) {
    throw new MatrixError('M_FORBIDDEN', { message: 'That user is not of your namespace' })
  }
  const life = lives.of(userId)
  const found = await findActedAs(db, userId, deviceId ?? '')
  if (found === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'You have not registered that user' })
  const reach = reachOf(found)
  if (found.state === 'closed') throw new MatrixError('M_UNKNOWN_TOKEN')
  if (reach === 'nothing' || reach === 'signingOut') throw refusalOf(found, undefined)
  if (deviceId !== undefined && found.deviceNid === null) {
    throw new MatrixError('M_UNKNOWN_DEVICE', { message: 'That user has no such device' })
  }
  const ts = Number(textOf(query['ts']) ?? Number.NaN)
  return {
    userId,
    userNid: found.userNid,
    deviceId: deviceId ?? '',
    // Without a device, transactions are the user's own: two ghosts may well send the same one.
    deviceNid: found.deviceNid ?? -found.userNid,
    isGuest: false,
    isAdmin: found.isAdmin,
    isSuspended: reach === 'reading',
    accountType: found.accountType,
    organisationNid: found.organisationNid ?? undefined,
    // What is done at the desk is done by people.
    roles: [],
    onProbationSinceMs: undefined,
    life,
    appservice: {
      id: registration.id,
      isRateLimited: registration.isRateLimited,
      originServerTs: Number.isSafeInteger(ts) && ts >= 0 ? ts : undefined,
    },
  }
}

function textOf(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value
  return text === undefined || text === '' ? undefined : text
}
