// The front door of relations: what relates to an event, and the threads of a room.
// https://spec.matrix.org/v1.19/client-server-api/#forming-relationships-between-events
import type { Session } from '../../session.ts'
import type { Reading, RoomsDeps } from '../rooms/rooms.ts'
import type { RelationsInput } from './related-events.ts'
import { getRelations } from './related-events.ts'
import type { ThreadsInput } from './threads.ts'
import { getThreads } from './threads.ts'

/** The operations of this feature. */
export interface Relations {
  getRelations(session: Session, input: RelationsInput): Promise<Reading>
  getThreads(session: Session, input: ThreadsInput): Promise<Reading>
}

/** Ties the operations to what they need. */
export function createRelations(deps: RoomsDeps): Relations {
  return {
    getRelations: (session, input) => getRelations(deps, session, input),
    getThreads: (session, input) => getThreads(deps, session, input),
  }
}
