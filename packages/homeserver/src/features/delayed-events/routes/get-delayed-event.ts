// GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}
import { getDelayedEvent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DelayedEvents } from '../delayed-events.ts'
import { delayedAnswer } from './answers.ts'

/** Shows one that the caller has scheduled. */
export function getDelayedEventRoute(delayed: DelayedEvents): Route {
  return route(getDelayedEvent, async ({ params, session }) => delayedAnswer(await delayed.get(session, params.delayId)))
}
