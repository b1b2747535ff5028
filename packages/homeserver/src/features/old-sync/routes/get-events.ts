// GET /_matrix/client/v3/events
import { getEvents } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { OldSync } from '../old-sync.ts'

/** Answers when there is something to say, or when the time is up. */
export function getEventsRoute(oldSync: OldSync): Route {
  return route(getEvents, async ({ query, session, request, tap }) => {
    const { text, reads } = await oldSync.getEvents(session, {
      from: query.from,
      roomId: query.room_id,
      timeoutMs: query.timeout ?? 0,
      onGone: request.onGone,
    })
    return tap.reveal(new JsonText(text), reads)
  })
}
