// Every route of delayed events; scheduling one is a parameter of sending.
import type { Route } from '../../../http/route.ts'
import type { DelayedEvents } from '../delayed-events.ts'
import { getDelayedEventRoute } from './get-delayed-event.ts'
import { listDelayedEventsRoute } from './list-delayed-events.ts'
import { manageDelayedEventRoute } from './manage-delayed-event.ts'
import { updateDelayedEventRoute } from './update-delayed-event.ts'

/** The routes, tied to their operations. */
export function delayedEventsRoutes(delayed: DelayedEvents): Route[] {
  return [
    listDelayedEventsRoute(delayed),
    getDelayedEventRoute(delayed),
    manageDelayedEventRoute(delayed),
    updateDelayedEventRoute(delayed),
  ]
}
