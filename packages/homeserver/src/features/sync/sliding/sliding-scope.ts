// One turn of sliding sync: everything its steps need to build an answer.
import type { UserRooms } from '../../../engine/user-rooms.ts'
import type { Session } from '../../../session.ts'
import type { ChangeKind } from '../../../streams/live-users.ts'
import { parseSyncFilter } from '../sync-filter.ts'
import type { Positions, SyncDeps, SyncScope } from '../sync-request.ts'
import type { Connection } from './connections.ts'
import type { UserFacts } from './user-facts.ts'
import type { SlidingRequest } from './sliding-request.ts'

/** What sliding sync needs. */
export interface SlidingDeps extends SyncDeps {
  facts: UserFacts
  /** The change stream's position. */
  currentChange(): number
}

/** What one answer covers. */
export interface SlidingScope {
  deps: SlidingDeps
  session: Session
  request: SlidingRequest
  connection: Connection
  mine: UserRooms
  /** What was looked at before; both 0 for a new connection. */
  since: Positions
  now: Positions
  /** The connection is new. */
  initial: boolean
}

/** Whether a kind of change may have come since the last look. */
export function changedSince(scope: SlidingScope, kind: ChangeKind): boolean {
  return scope.initial || scope.mine.user.changed[kind] > scope.since.changes
}

/** The same turn as the steps of `/v3/sync` see it: events after `after`, at most `limit` of them. */
export function syncScopeOf(scope: SlidingScope, after: number, limit: number): SyncScope {
  const { deps, session, mine, now, initial } = scope
  return {
    deps,
    session,
    mine,
    now,
    initial,
    filter: parseSyncFilter(`{"room":{"timeline":{"limit":${limit}}}}`),
    since: { events: after, changes: scope.since.changes },
    fullState: false,
    stateSections: ['state'],
    sinceText: '',
  }
}
