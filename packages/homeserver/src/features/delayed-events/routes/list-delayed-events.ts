// GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events
import { listDelayedEvents } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { DelayedEvents } from '../delayed-events.ts'
import { delayedAnswer, finalisedAnswer } from './answers.ts'

/** Lists what the caller has scheduled. */
export function listDelayedEventsRoute(delayed: DelayedEvents): Route {
  return route(listDelayedEvents, async ({ query, session }) => {
    const { status, delay_id: delayIds, from } = query
    const { events, next } = await delayed.list(session, { status, delayIds, from })
    const isOver = (state: string): boolean => !['scheduled', 'sending'].includes(state)
    return {
      delayed_events: events.map(delayedAnswer),
      scheduled: events.filter(({ state }) => !isOver(state)).map(delayedAnswer),
      finalised: events.filter(({ state }) => isOver(state)).map(finalisedAnswer),
      ...(next === undefined ? {} : { next_batch: next }),
    }
  })
}
