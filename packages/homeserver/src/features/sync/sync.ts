// The front door of syncing: one answer when there is something to say, or when the client's patience ends.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync
import { MatrixError } from '@chappe/contract'
import type { UserRooms } from '../../engine/user-rooms.ts'
import type { Session } from '../../session.ts'
import { CHANGE_KINDS, newsAfter } from '../../streams/live-users.ts'
import { parseSyncToken } from '../../streams/sync-token.ts'
import type { SyncAnswer } from './steps/assemble.ts'
import { assemble } from './steps/assemble.ts'
import type { SyncFilter } from './sync-filter.ts'
import type { Positions, SyncDeps, SyncScope } from './sync-request.ts'
import { warmUp } from './warm-up.ts'

export { createLazyMembers } from './lazy-members.ts'

/** What a client asks. */
export interface SyncInput {
  since: string | undefined
  filter: SyncFilter
  fullState: boolean
  timeoutMs: number
  /** Calls the listener when the client goes away; gives back how to call that off. */
  onGone(listener: () => void): () => void
}

/** The operations of this feature. */
export interface Sync {
  sync(session: Session, input: SyncInput): Promise<SyncAnswer>
  /**
   * Gets ready for those who were here last, since they come back first: their rooms into memory, and the code that
   * answers them compiled. Ends when the time is over; what is missing is loaded when it is asked for.
   */
  warmUp(last: { userIds: readonly string[]; rooms: readonly number[]; timeMs: number }): Promise<void>
  /** Ends all waits: the server is about to stop. */
  close(): void
}

/** What the front door needs beside what the steps need. */
export interface SyncFrontDeps extends SyncDeps {
  /** The change stream's position. */
  currentChange(): number
}

const MAX_TIMEOUT_MS = 120_000

/** Ties the operations to what they need. */
export function createSync(deps: SyncFrontDeps): Sync {
  const state = { closing: false }
  const confirmed = createConfirmations(deps)
  return {
    async sync(session, input) {
      const since = sinceOf(deps, input.since)
      const deadline = deps.clock.now() + Math.min(input.timeoutMs, MAX_TIMEOUT_MS)
      if (since === undefined) deps.lazyMembers.forget(session.deviceNid)
      else if (!confirmed.isClean(session.deviceNid)) await confirmed.confirm(session.deviceNid, since.changes)
      let gone = false
      for (;;) {
        // Most of what follows is in memory: nothing waits a turn of the queue for what is there.
        const opened = deps.engine.userRooms.open(session.userId)
        const mine = opened instanceof Promise ? await opened : opened
        settleUnknown(deps, mine)
        const now = { events: deps.engine.stream.published, changes: deps.currentChange() }
        const scope = scopeOf(deps, { session, input, mine, since, now })
        const patient = since !== undefined && !input.fullState && deps.clock.now() < deadline && !state.closing && !gone
        if (!patient || hasChanges(scope)) {
          const answer = await assemble(scope)
          if (!answer.empty || !patient) {
            confirmed.note(session.deviceNid, answer)
            return answer
          }
          // What changed is not for this device: wait from here.
          if (since !== undefined) Object.assign(since, now)
          continue
        }
        gone = await waitForNews(mine, deadline - deps.clock.now(), input.onGone)
      }
    },
    warmUp: (last) => warmUp(deps, last),
    close() {
      state.closing = true
    },
  }
}

function scopeOf(
  deps: SyncDeps,
  request: { session: Session; input: SyncInput; mine: UserRooms; since: Positions | undefined; now: Positions },
): SyncScope {
  const { session, input, mine, since, now } = request
  return {
    deps,
    session,
    filter: input.filter,
    mine,
    since: since ?? { events: 0, changes: 0 },
    now,
    initial: since === undefined,
    fullState: input.fullState,
    sinceText: input.since ?? '',
  }
}

/** The positions of a token; those of the future (a restored database) count as the present. */
function sinceOf(deps: SyncFrontDeps, since: string | undefined): Positions | undefined {
  if (since === undefined || since === '') return undefined
  const position = parseSyncToken(since)?.find((each) => each.writer === 1)
  if (position === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'since: not a token of this server' })
  const { published } = deps.engine.stream
  return { events: Math.min(position.events, published), changes: Math.min(position.changes, deps.currentChange()) }
}

/** Before somebody listens, changes for them are not noted: the first look counts as a change of everything. */
function settleUnknown(deps: SyncFrontDeps, mine: UserRooms): void {
  const { changed } = mine.user
  for (const kind of CHANGE_KINDS) if (changed[kind] === Infinity) changed[kind] = deps.currentChange()
}

/** Whether anything may have come for this user: cheap, and never wrong when it says no. */
function hasChanges(scope: SyncScope): boolean {
  const { since, now, mine } = scope
  if (now.changes > since.changes) {
    for (const kind of CHANGE_KINDS) if (mine.user.changed[kind] > since.changes) return true
  }
  if (now.events === since.events) return false
  if (mine.outsidePosition > since.events) return true
  return newsAfter(mine.user.news, since.events)?.size !== 0
}

/** Timers of one length share a list in the runtime; thousands of lengths would each have a place in its heap. */
const TIMER_STEP_MS = 100

/** Resolves at news or when the time is over; true when the client has gone away. */
function waitForNews(mine: UserRooms, milliseconds: number, onGone: SyncInput['onGone']): Promise<boolean> {
  const { waiters } = mine.user
  return new Promise((resolve) => {
    const end = (gone: boolean): void => {
      clearTimeout(timer)
      waiters.delete(wake)
      callOff()
      resolve(gone)
    }
    const wake = (): void => end(false)
    const timer = setTimeout(wake, Math.ceil(Math.max(0, milliseconds) / TIMER_STEP_MS) * TIMER_STEP_MS)
    const callOff = onGone(() => end(true))
    waiters.add(wake)
  })
}

interface Confirmations {
  /** Nothing was handed to the device since it last confirmed. */
  isClean(deviceNid: number): boolean
  /** Drops what a device's token proves it has. */
  confirm(deviceNid: number, upTo: number): Promise<void>
  /** An answer handed messages out up to a position, or none at all. */
  note(deviceNid: number, answer: SyncAnswer): void
}

const MAX_DEVICES = 200_000

/** A token proves receipt of what came before it. The database is asked only where something was handed out. */
function createConfirmations(deps: SyncDeps): Confirmations {
  // Devices with nothing handed out since they last confirmed; of others (or after a restart) nothing is known.
  const clean = new Set<number>()
  return {
    isClean: (deviceNid) => clean.has(deviceNid),
    async confirm(deviceNid, upTo) {
      await deps.sources.confirmToDevice(deviceNid, upTo)
      if (clean.size >= MAX_DEVICES) clean.clear()
      clean.add(deviceNid)
    },
    note(deviceNid, answer) {
      if (answer.toDeviceCount > 0) clean.delete(deviceNid)
    },
  }
}
