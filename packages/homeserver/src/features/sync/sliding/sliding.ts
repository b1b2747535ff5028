// Sliding sync in both dialects: one connection after another answer, each with what its client does not have yet.
// https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md
import type { Random } from '../../../deps.ts'
import type { Session } from '../../../session.ts'
import { assertLive } from '../../../session.ts'
import type { OnGone } from '../held.ts'
import { hasChanges, MAX_TIMEOUT_MS, settleUnknown, waitForNews } from '../held.ts'
import type { SyncAnswer } from '../steps/assemble.ts'
import type { Positions, SyncDeps } from '../sync-request.ts'
import type { Connection } from './connections.ts'
import { createConnections } from './connections.ts'
import type { SlidingRequest } from './sliding-request.ts'
import type { SlidingDeps, SlidingScope } from './sliding-scope.ts'
import type { SlidingAnswer } from './steps/assemble-sliding.ts'
import { assembleSliding } from './steps/assemble-sliding.ts'
import { createUserFacts } from './user-facts.ts'

/** The operations. */
export interface SlidingSync {
  sync(session: Session, request: SlidingRequest, onGone: OnGone): Promise<Pick<SyncAnswer, 'text' | 'reads'>>
  /** Ends all waits: the server is about to stop. */
  close(): void
}

/** What sliding sync is made of. */
export interface SlidingOptions {
  sync: SyncDeps
  random: Pick<Random, 'text'>
  currentChange(): number
  /** The content of `m.direct` of a user as JSON text. */
  directContent(userId: string): Promise<string | undefined>
}

/** One request on its way through: over when another one on the same connection has come. */
interface Turn {
  over: boolean
  /** Ends its wait. */
  end: () => void
}

/** Ties the operations to what they need. */
export function createSlidingSync(options: SlidingOptions): SlidingSync {
  const { sync, random, currentChange, directContent } = options
  const facts = createUserFacts({ db: sync.db, engine: sync.engine, accountData: sync.sources, directContent })
  const deps: SlidingDeps = { ...sync, facts, currentChange }
  const connections = createConnections(random)
  const state = { closing: false }
  return {
    async sync(session, request, onGone) {
      const connection = connections.open(session, request.connId, request.pos)
      const turn = takeTurn(connection)
      await confirmToDevice(deps, session, request)
      const deadline = deps.clock.now() + (connection.base === undefined ? 0 : Math.min(request.timeoutMs, MAX_TIMEOUT_MS))
      let since: Positions = connection.base?.snapshot.at ?? { events: 0, changes: 0 }
      for (let looked = false; ; looked = true) {
        const mine = await deps.engine.userRooms.open(session.userId)
        assertLive(session)
        settleUnknown(deps, mine)
        const now = { events: deps.engine.stream.published, changes: deps.currentChange() }
        const scope: SlidingScope = { deps, session, request, connection, mine, since, now, initial: connection.base === undefined }
        const patient = deps.clock.now() < deadline && !state.closing && !turn.over
        if (!patient || !looked || hasChanges(scope)) {
          const answer = await assembleSliding(scope)
          if (turn.over) return nothing(connection)
          if (!answer.empty || !patient) return finish(connections, connection, answer)
          // What came is not for this connection: wait from here.
          since = now
          continue
        }
        if (await waitForNews(mine, deadline - deps.clock.now(), endOf(turn, onGone))) turn.over = true
      }
    },
    close() {
      state.closing = true
    },
  }
}

/** A client has one request under way on a connection: whoever comes later takes its place. */
function takeTurn(connection: Connection): Turn {
  connection.supersede?.()
  const turn: Turn = { over: false, end: () => undefined }
  connection.supersede = () => {
    turn.over = true
    turn.end()
  }
  return turn
}

/** What ends a wait: that the client goes away, or asks anew. */
function endOf(turn: Turn, onGone: OnGone): OnGone {
  return (listener) => {
    turn.end = listener
    return onGone(listener)
  }
}

/** A token proves receipt of what came before it. */
async function confirmToDevice(deps: SlidingDeps, session: Session, request: SlidingRequest): Promise<void> {
  const since = request.extensions.toDevice?.since ?? 0
  if (since > 0) await deps.sources.confirmToDevice(session.deviceNid, Math.min(since, deps.currentChange()))
}

function finish(
  connections: ReturnType<typeof createConnections>,
  connection: Connection,
  answer: SlidingAnswer,
): Pick<SyncAnswer, 'text' | 'reads'> {
  const pos = connections.note(connection, answer.snapshot, answer.sent)
  return { text: `{"pos":"${pos}",${answer.rest}}`, reads: answer.reads }
}

/** For a request that nobody waits for any more: it goes on where it began. */
function nothing(connection: Connection): Pick<SyncAnswer, 'text' | 'reads'> {
  return { text: JSON.stringify({ pos: connection.base?.pos ?? '', lists: {}, rooms: {}, extensions: {} }), reads: [] }
}
