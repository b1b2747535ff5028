// GET /_matrix/client/v3/sync
import { sync } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Sync } from '../sync.ts'
import type { SyncFilter } from '../sync-filter.ts'

/** Finds a stored filter by its id; a filter that begins with a brace is one itself. */
export type FilterOf = (userId: string, filter: string | undefined) => Promise<SyncFilter> | SyncFilter

/** Answers when there is something to say, or when the time is up. */
export function syncRoute(feature: Sync, filterOf: FilterOf): Route {
  return route(sync, async ({ query, session, request, tap }) => {
    const answer = await feature.sync(session, {
      since: query.since,
      filter: await filterOf(session.userId, query.filter),
      fullState: query.full_state === true,
      timeoutMs: query.timeout ?? 0,
      signal: () => request.signal,
    })
    return tap.reveal(new JsonText(answer.text), answer.reads)
  })
}
