// The front door of syncing: one answer when there is something to say, or when the client's patience ends.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync
import { MatrixError } from '@chappe/contract'
import type { UserRooms } from '../../engine/user-rooms.ts'
import type { Session } from '../../session.ts'
import { assertLive } from '../../session.ts'
import { isConnectionToken, parseSyncToken } from '../../streams/sync-token.ts'
import type { OnGone } from './held.ts'
import { hasChanges, MAX_TIMEOUT_MS, settleUnknown, waitForNews } from './held.ts'
import type { SyncAnswer } from './steps/assemble.ts'
import { assemble } from './steps/assemble.ts'
import type { SyncFilter } from './sync-filter.ts'
import type { Positions, StateSection, SyncDeps, SyncScope } from './sync-request.ts'
import { warmUp } from './warm-up.ts'

export { createHeroes } from './heroes.ts'
export { createLazyMembers } from './lazy-members.ts'
export type { SlidingSync } from './sliding/sliding.ts'
export { createSlidingSync } from './sliding/sliding.ts'

/** What a client asks. */
export interface SyncInput {
  since: string | undefined
  filter: SyncFilter
  fullState: boolean
  timeoutMs: number
  /** What the client says of its user: `online`, `unavailable` or `offline`. */
  setPresence: string | undefined
  stateSections: readonly StateSection[]
  onGone: OnGone
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

const NOTHING: SyncAnswer = { text: '{}', reads: [], empty: true, toDeviceCount: 0 }

/** Ties the operations to what they need. */
export function createSync(deps: SyncFrontDeps): Sync {
  const state = { closing: false }
  const confirmed = createConfirmations(deps)
  /** Takes note of where the device is; a promise only where the database has to hear of it. */
  function begin({ deviceNid }: Session, since: Positions | undefined): Promise<void> | undefined {
    if (since !== undefined) return confirmed.isClean(deviceNid) ? undefined : confirmed.confirm(deviceNid, since.changes)
    deps.members.lazy.forget(deviceNid)
    return undefined
  }
  async function answerOf(session: Session, input: SyncInput): Promise<SyncAnswer> {
    const since = sinceOf(deps, input.since)
    const deadline = deps.clock.now() + Math.min(input.timeoutMs, MAX_TIMEOUT_MS)
    const begun = begin(session, since)
    if (begun !== undefined) await begun
    for (;;) {
      // Most of what follows is in memory: nothing waits a turn of the queue for what is there.
      const opened = deps.engine.userRooms.open(session.userId)
      const mine = opened instanceof Promise ? await opened : opened
      assertLive(session)
      settleUnknown(deps, mine)
      const now = { events: deps.engine.stream.published, changes: deps.currentChange() }
      const scope = scopeOf(deps, { session, input, mine, since, now })
      const patient = since !== undefined && !input.fullState && deps.clock.now() < deadline && !state.closing
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
      // Nobody is there any more: what would be said now would be recorded as shown.
      if (await waitForNews(mine, deadline - deps.clock.now(), input.onGone)) return NOTHING
    }
  }
  return {
    sync: withPresence(deps, answerOf),
    warmUp: (last) => warmUp(deps, last),
    close() {
      state.closing = true
    },
  }
}

/** Says of whoever syncs that they are there, for as long as their request is held; nothing where presence is off. */
function withPresence({ sources: { presence } }: SyncFrontDeps, answerOf: Sync['sync']): Sync['sync'] {
  if (presence === undefined) return answerOf
  return async (session, input) => {
    const end = presence.syncing(session.userId, input.setPresence)
    try {
      return await answerOf(session, input)
    } finally {
      end()
    }
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
    stateSections: input.stateSections,
    sinceText: input.since ?? '',
  }
}

/** The positions of a token; those of the future (a restored database) count as the present. */
function sinceOf(deps: SyncFrontDeps, since: string | undefined): Positions | undefined {
  if (since === undefined || since === '') return undefined
  // A position of sliding sync proves nothing of the messages to the device, which this token confirms.
  const position = isConnectionToken(since) ? undefined : parseSyncToken(since)?.find((each) => each.writer === 1)
  if (position === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'since: not a token of this server' })
  const { published } = deps.engine.stream
  return { events: Math.min(position.events, published), changes: Math.min(position.changes, deps.currentChange()) }
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
