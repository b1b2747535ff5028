// POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}/{action}
import { manageDelayedEvent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DelayedEvents } from '../delayed-events.ts'

/** Sends, cancels or restarts one. */
export function manageDelayedEventRoute(delayed: DelayedEvents): Route {
  return route(manageDelayedEvent, async ({ params }) => {
    await delayed.manage(params.delayId, params.action)
    return {}
  })
}
