// PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}
import { redactEvent } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Redacts. */
export function redactEventRoute(rooms: Rooms): Route {
  return route(redactEvent, async ({ params, body, session }) => {
    const { roomId, eventId, txnId } = params
    const content = body.reason === undefined ? {} : { reason: body.reason }
    return { event_id: await rooms.redactEvent(session, { roomId, eventId, txnId, content }) }
  })
}
