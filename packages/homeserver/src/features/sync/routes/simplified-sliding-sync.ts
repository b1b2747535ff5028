// POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync
import { simplifiedSlidingSync } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { readSimplified } from '../sliding/read-request.ts'
import type { SlidingSync } from '../sync.ts'

/** The same in the dialect that clients speak today. */
export function simplifiedSlidingSyncRoute(feature: SlidingSync): Route {
  return route(simplifiedSlidingSync, async ({ query, body, session, request, tap }) => {
    const answer = await feature.sync(session, readSimplified(query, body, session.userId), request.onGone)
    return tap.reveal(new JsonText(answer.text), answer.reads)
  })
}
