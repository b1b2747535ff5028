// POST /_matrix/client/v4/sync
import { slidingSync } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { readMerged } from '../sliding/read-request.ts'
import type { SlidingSync } from '../sync.ts'

/** Answers with what the connection has not been sent yet, or when the time is up. */
export function slidingSyncRoute(feature: SlidingSync): Route {
  return route(slidingSync, async ({ body, session, request, tap }) => {
    const answer = await feature.sync(session, readMerged(body), request.onGone)
    return tap.reveal(new JsonText(answer.text), answer.reads)
  })
}
