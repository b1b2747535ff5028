// POST /_matrix/client/v3/search
import { search } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Search } from '../search.ts'

/** Searches what was said. */
export function searchRoute(feature: Search): Route {
  return route(search, async ({ body, query, session, tap }) => {
    const criteria = body.search_categories.room_events
    const { text, reads } = await feature.search(session, { criteria, nextBatch: query.next_batch })
    return tap.reveal(new JsonText(text), reads)
  })
}
