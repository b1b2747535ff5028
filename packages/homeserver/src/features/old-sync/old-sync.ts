// The front door of the ways to sync that are deprecated: clients and bots that never moved on.
import type { Session } from '../../session.ts'
import type { Reading } from '../rooms/rooms.ts'
import type { Closing, EventsInput } from './events.ts'
import { getEvents } from './events.ts'
import type { InitialSyncInput } from './initial-sync.ts'
import { initialSync } from './initial-sync.ts'
import type { OldSyncDeps } from './old-sync-deps.ts'
import { roomInitialSync } from './room-info.ts'

/** The operations of this feature. */
export interface OldSync {
  initialSync(session: Session, input: InitialSyncInput): Promise<Reading<'events' | 'keys'>>
  roomInitialSync(session: Session, roomId: string): Promise<Reading>
  getEvents(session: Session, input: EventsInput): Promise<Reading>
  /** Ends all waits once they are woken: the server is about to stop. */
  close(): void
}

/** Ties the operations to what they need. */
export function createOldSync(deps: OldSyncDeps): OldSync {
  const state: Closing = { closing: false }
  return {
    initialSync: (session, input) => initialSync(deps, session, input),
    roomInitialSync: (session, roomId) => roomInitialSync(deps, session, roomId),
    getEvents: (session, input) => getEvents(deps, session, input, state),
    close() {
      state.closing = true
    },
  }
}
