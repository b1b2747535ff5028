// From an access token to the session it stands for: a map in memory in front of the database.
import { MatrixError } from '@chappe/contract'
import type { Standing } from '@chappe/policy'
import { reachOf } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Outcome } from '../../processes/fence.ts'
import type { Authenticator, ForgetHow, Session, SessionLife } from '../../session.ts'
import { refusalOf } from '../../standing-refusals.ts'
import { noteStage } from '../../stop-stages.ts'
import type { Holds } from './holds.ts'
import { createHolds } from './holds.ts'
import { createLastSeen } from './last-seen.ts'
import type { Forgotten, Remembered, SessionMap } from './session-map.ts'
import { concerns, createSessionMap, rememberedOf } from './session-map.ts'
import type { TokenOwner } from './tokens-store.ts'
import { confirmSuccessor, findStopped, findTokenOwner } from './tokens-store.ts'
import { hashToken } from './tokens.ts'

/** The authenticator, and the ways to make it forget. */
export interface Sessions extends Authenticator {
  /**
   * Forgets, in every process, what is remembered of an account: its tokens are looked up anew at their next use.
   * Resolves when no process serves it any more for what was known before.
   */
  forgetAccount(userId: string, how: ForgetHow): Promise<Outcome[]>
  /**
   * The same for good; resolves when what is under way for the account has been stored or refused, too, and throws
   * `CHAPPE_UNAVAILABLE` where that takes long: whoever asks again waits for the same.
   * `asking`: of the session that asks for it itself. Its call is not waited for, and is told that it is done.
   */
  stopAccount(userId: string, asking?: SessionLife): Promise<Outcome[]>
  /**
   * Serves an account nothing more, in every process that is reached at once, until `stopAccount` or until what this gives
   * back is called: its calls wait for how it ends. `asking`: of the session that asks for it itself.
   */
  hold(userId: string, asking?: SessionLife): () => void
  /** The same of devices of an account, which have ended. */
  forgetDevices(userId: string, deviceNids: readonly number[]): Promise<Outcome[]>
  /** Forgets in this process what another one says; resolves when what is under way for it has ended, or after a moment. */
  obey(what: Forgotten): Promise<void>
  /** Holds an account in this process as another one says, or does not any more. */
  obeyHold(userId: string, isOver: boolean): void
  /** Forgets everything in this process. */
  forgetAll(): void
  /** Hears, before anything else goes on, of what was forgotten. */
  onForget(listener: (what: Forgotten) => void): void
  onForgetAll(listener: () => void): void
  /** Stores when devices were last seen; see `LastSeen`. */
  flushSeen(): Promise<void>
}

const NOTE_EVERY_MS = 60_000
/** How long an ending waits for calls under way: a commit takes milliseconds. */
const QUIET_MS = 10_000
/** The same where another process asks: its lease has to be renewed meanwhile. */
const OBEY_QUIET_MS = 500
/** The first use of a token confirms it, and is then looked up again; a second round only when two do so at once. */
const MAX_ATTEMPTS = 4

/** What the sessions need. */
export interface SessionsDeps {
  db: Db
  clock: Clock
  /** Whom somebody turns to whose account is stopped. */
  helpDesk?: string | undefined
  /** Has the other processes forget it too; resolves when they have, or serve no more. */
  tellOthers(what: Forgotten): Promise<Outcome[]>
  /** Has those of them hold an account, or do so no more, whom it reaches at once. */
  hintOthers(userId: string, isOver: boolean): void
}

/** Opens the session map. `find` looks a token up by its hash; it is a parameter so that a test can hold it up. */
export function createSessions({ db, clock, helpDesk, ...others }: SessionsDeps, find: typeof findConfirmed = findConfirmed): Sessions {
  const remembered = createSessionMap()
  const holds = createHolds()
  const lastSeen = createLastSeen(db)
  // What was forgotten while look-ups were under way: the rows they read may be older than the forgetting.
  let forgotten: (Forgotten | 'all')[] = []
  let looking = 0
  const listeners: ((what: Forgotten) => void)[] = []
  const allListeners: (() => void)[] = []

  function use(entry: Remembered, ip: (() => string) | undefined, whileLocked: boolean): Session {
    const now = clock.now()
    assertUsable(whileLocked ? { ...entry.owner, isLocked: false } : entry.owner, now, helpDesk)
    if (ip !== undefined && now - entry.notedAtMs >= NOTE_EVERY_MS) {
      entry.notedAtMs = now
      lastSeen.note({ deviceNid: entry.owner.deviceNid, ip: ip(), atMs: now })
    }
    return entry.session
  }

  async function lookOnce(hash: Buffer, key: string): Promise<Remembered> {
    const since = forgotten.length
    looking += 1
    try {
      const owner = await find(db, clock, hash, helpDesk)
      const entry = rememberedOf(owner)
      if (!forgotten.slice(since).some((each) => each === 'all' || concerns(each, owner))) {
        if (holds.ofAccount(owner.userId) === undefined) remembered.set(key, entry)
        return entry
      }
      // Only rows read after the forgetting count. It is rare enough to ask without remembering.
      const late = rememberedOf(await find(db, clock, hash, helpDesk))
      // Nobody would tell it that it is forgotten: its answers are checked anew.
      late.life.isOver = true
      return late
    } finally {
      looking -= 1
      if (looking === 0) forgotten = []
    }
  }

  function forget(what: Forgotten): SessionLife[] {
    if (looking > 0) forgotten.push(what)
    const changing = remembered.forget(what)
    for (const each of listeners) each(what)
    return changing
  }

  return {
    authenticate(token, ip, whileLocked = false) {
      const hash = hashToken(token)
      const key = hash.toString('base64')
      const entry = remembered.get(key)
      return entry === undefined ? look(holds, key, () => lookOnce(hash, key)).then((found) => use(found, ip, whileLocked)) : use(entry, ip, whileLocked)
    },
    reuse(session, ip, whileLocked = false) {
      const entry = remembered.find(session)
      return entry === undefined ? undefined : use(entry, ip, whileLocked)
    },
    ...createForgetting(forget, { holds, remembered }, others),
    forgetAll() {
      if (looking > 0) forgotten.push('all')
      remembered.forgetAll()
      for (const each of allListeners) each()
    },
    onForget: (listener) => void listeners.push(listener),
    onForgetAll: (listener) => void allListeners.push(listener),
    flushSeen: () => lastSeen.flush(),
  }
}

/** Whoever is about to be stopped is looked up when it is done, or has failed. */
async function look(holds: Holds, key: string, lookOnce: () => Promise<Remembered>): Promise<Remembered> {
  const known = holds.ofToken(key)
  if (known !== undefined) await known
  for (;;) {
    const entry = await lookOnce()
    const held = holds.ofAccount(entry.owner.userId)
    if (held === undefined) return entry
    await held
  }
}

/** Forgetting here, and having the other processes forget. */
function createForgetting(
  forget: (what: Forgotten) => SessionLife[],
  { holds, remembered }: { holds: Holds; remembered: SessionMap },
  { tellOthers, hintOthers }: Pick<SessionsDeps, 'tellOthers' | 'hintOthers'>,
): Pick<Sessions, 'forgetAccount' | 'stopAccount' | 'hold' | 'forgetDevices' | 'obey' | 'obeyHold'> {
  /** What hung when an account was stopped, and does still. */
  const hanging = new Map<string, readonly SessionLife[]>()

  async function forgetEverywhere(all: readonly Forgotten[]): Promise<Outcome[]> {
    for (const what of all) for (const life of forget(what)) life.isHeardOut = what.how === 'ended'
    return (await Promise.all(all.map(tellOthers))).flat()
  }

  function stop(what: Forgotten): SessionLife[] {
    const changing = forget(what)
    if (what.how !== 'stopped' || what.deviceNid !== undefined) return changing
    noteStage('forgotten')
    return [...changing, ...holds.end(what.userId)]
  }

  function holdHere(userId: string): void {
    holds.begin(userId, remembered.keysOf(userId))
    const changing = forget(stopped(userId))
    // Nor are they told that what they were writing has been stored: they hear how it ended with everything else.
    for (const life of changing) life.isHeardOut = false
    holds.note(userId, changing)
    noteStage('held')
  }

  return {
    forgetAccount: (userId, how) => forgetEverywhere([{ userId, deviceNid: undefined, how }]),
    async stopAccount(userId, asking) {
      const callOff = leaveOut(asking)
      try {
        const changing = [...stop(stopped(userId)), ...(hanging.get(userId) ?? [])]
        const [outcomes, left] = await Promise.all([tellOthers(stopped(userId)), quiet(changing, QUIET_MS)])
        if (left.length === 0) hanging.delete(userId)
        else hanging.set(userId, left)
        if (left.length > 0) throw notQuiet()
        return outcomes
      } finally {
        callOff()
      }
    },
    hold(userId, asking) {
      const callOff = leaveOut(asking)
      hintOthers(userId, false)
      holdHere(userId)
      callOff()
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        hintOthers(userId, true)
        holds.release(userId)
      }
    },
    forgetDevices: (userId, deviceNids) => forgetEverywhere(deviceNids.map((deviceNid) => ({ userId, deviceNid, how: 'ended' }))),
    obey: async (what) => void (await quiet(stop(what), OBEY_QUIET_MS)),
    obeyHold: (userId, isOver) => (isOver ? holds.release(userId) : holdHere(userId)),
  }
}

function stopped(userId: string): Forgotten {
  return { userId, deviceNid: undefined, how: 'stopped' }
}

/** Whoever asks for it themselves is not waited for, and is answered. */
function leaveOut(asking: SessionLife | undefined): () => void {
  if (asking === undefined) return () => undefined
  asking.changing -= 1
  return () => {
    asking.changing += 1
    asking.isHeardOut = true
  }
}

/** Resolves when nothing is being changed any more for sessions that are over, or after a while: with those that hang. */
async function quiet(lives: readonly SessionLife[], limitMs: number): Promise<SessionLife[]> {
  if (lives.length === 0) return []
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)))
  const ends = lives.filter(({ changing }) => changing > 0).map((life) => new Promise<void>((resolve) => onQuiet(life, resolve)))
  await Promise.race([Promise.all(ends), late])
  clearTimeout(timer)
  for (const life of lives) life.isHeardOut = false
  return lives.filter(({ changing }) => changing > 0)
}

/** Two may wait for the same session. */
function onQuiet(life: SessionLife, listener: () => void): void {
  const before = life.onQuiet
  life.onQuiet = () => {
    before?.()
    listener()
  }
}

/** What was past its checks becomes durable in its own time, and nobody is told before that it does not. */
function notQuiet(): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'It is done, but something that they had written before hangs, and may still become durable; try again',
    fields: { retry_after_ms: 1000 },
  })
}

/** Throws unless somebody of the account may call. */
export function assertActive(standing: Standing, helpDesk: string | undefined): void {
  const reach = reachOf(standing)
  if (reach === 'everything' || reach === 'reading') return
  throw standing.state === 'closed' ? new MatrixError('M_UNKNOWN_TOKEN') : refusalOf(standing, helpDesk)
}

/**
 * What whoever uses a token that nobody knows is told: where its account was contained, as anybody who is stopped;
 * otherwise nothing.
 */
export async function assertNotStopped(db: Db | Tx, hash: Buffer, helpDesk: string | undefined): Promise<void> {
  const stopped = await findStopped(db, hash)
  if (stopped?.state === 'contained') throw refusalOf(stopped, helpDesk)
}

/** The owner of a token; its first use spends the refresh token it was got with. Throws `M_UNKNOWN_TOKEN`. */
async function findConfirmed(db: Db, clock: Clock, hash: Buffer, helpDesk: string | undefined): Promise<TokenOwner> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const owner = await findTokenOwner(db, hash)
    if (owner === undefined) break
    if (owner.confirms === null) return owner
    // A locked account's token is confirmed when it is used for something else than to sign out.
    if (owner.isLocked) return owner
    assertUsable(owner, clock.now(), helpDesk)
    await confirmSuccessor(db, { deviceNid: owner.deviceNid, refreshHash: owner.confirms, now: clock.now() })
  }
  await assertNotStopped(db, hash, helpDesk)
  throw new MatrixError('M_UNKNOWN_TOKEN')
}

function assertUsable(owner: TokenOwner, now: number, helpDesk: string | undefined): void {
  assertActive(owner, helpDesk)
  if (owner.expiresAtMs !== null && owner.expiresAtMs <= now) {
    throw new MatrixError('M_UNKNOWN_TOKEN', { message: 'The access token has expired', fields: { soft_logout: true } })
  }
}
