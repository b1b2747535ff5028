// GET /_matrix/client/v3/sync
import { MatrixError, sync } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Sync } from '../sync.ts'
import type { SyncFilter } from '../sync-filter.ts'
import { stateSectionsOf } from '../sync-request.ts'
import { parseSyncFilter, readSyncFilter } from '../sync-filter.ts'

/** Where filters are that a client stored. */
export interface StoredFilters {
  findFilter(userId: string, filterId: string): Promise<object | undefined>
}

/** Answers when there is something to say, or when the time is up. */
export function syncRoute(feature: Sync, stored: StoredFilters): Route {
  return route(sync, async ({ query, session, request, tap }) => {
    const answer = await feature.sync(session, {
      since: query.since,
      filter: await filterOf(stored, session.userId, query.filter),
      fullState: query.full_state === true,
      timeoutMs: query.timeout ?? 0,
      setPresence: query.set_presence,
      stateSections: stateSectionsOf(query.use_state_after, query['org.matrix.msc4222.use_state_after']),
      onGone: request.onGone,
    })
    return tap.reveal(new JsonText(answer.text), answer.reads)
  })
}

/** A filter that begins with a brace is one itself; anything else is the id of a stored one. */
async function filterOf(stored: StoredFilters, userId: string, filter: string | undefined): Promise<SyncFilter> {
  if (filter === undefined || filter === '' || filter.startsWith('{')) return parseSyncFilter(filter)
  const found = await stored.findFilter(userId, filter)
  if (found === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'There is no filter of that id' })
  return readSyncFilter(found)
}
