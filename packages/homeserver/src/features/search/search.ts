// Search in the text of unencrypted rooms.
// https://spec.matrix.org/v1.19/client-server-api/#server-side-search
import type { RoomEventsCriteria } from '@chappe/contract'
import type { Logger } from '../../deps.ts'
import type { Session } from '../../session.ts'
import { startFollower } from '../../streams/follow.ts'
import type { Reading, RoomsDeps } from '../rooms/rooms.ts'
import { parsePageStart } from './page-token.ts'
import { findHits } from './steps/find-hits.ts'
import { indexEvents, isIndexed } from './steps/index-events.ts'
import { writeResults } from './steps/write-results.ts'

/** The operations of this feature. */
export interface Search {
  /** One page of results; `M_INVALID_PARAM` for a token that is none. */
  search(session: Session, input: { criteria: RoomEventsCriteria | undefined; nextBatch: string | undefined }): Promise<Reading>
  close(): Promise<void>
}

const GATHER_MS = 1000
/** Under load, messages are written first and made searchable after it, or after this time, or when somebody searches. */
const PATIENCE_MS = 60_000
/** A search sees what was committed before it, unless the index is behind by more than it takes in this time. */
const SETTLE_MS = 1000

/** Starts to follow the event stream, and ties the operations. */
export function createSearch(deps: { rooms: RoomsDeps; logger: Logger }): Search {
  const { rooms, logger } = deps
  const index = startFollower(
    { db: rooms.db, logger, source: rooms.engine },
    { name: 'search', wants: isIndexed, take: indexEvents, gatherMs: GATHER_MS, patienceMs: PATIENCE_MS },
  )
  return {
    async search(session, { criteria, nextBatch }) {
      const start = nextBatch === undefined || nextBatch === '' ? undefined : parsePageStart(nextBatch)
      if (criteria === undefined) return { text: '{"search_categories":{}}', reads: [] }
      await index.settle(SETTLE_MS)
      const page = await findHits(rooms, session, criteria, start)
      return writeResults(rooms, session, criteria, { page, start })
    },
    close: () => index.close(),
  }
}
