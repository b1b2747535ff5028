// POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}
import { updateDelayedEvent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DelayedEvents } from '../delayed-events.ts'

/** Sends, cancels or restarts one, as older clients ask for it. */
export function updateDelayedEventRoute(delayed: DelayedEvents): Route {
  return route(updateDelayedEvent, async ({ params, body }) => {
    await delayed.manage(params.delayId, body.action)
    return {}
  })
}
