// GET /_matrix/client/v1/room_summary/{roomIdOrAlias}
import { getRoomSummary } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomPreviews } from '../room-previews.ts'

/** Shows what a room is. */
export function getRoomSummaryRoute(previews: RoomPreviews): Route {
  return route(getRoomSummary, async ({ params, session, tap }) => {
    const { text, room } = await previews.getRoomSummary(session, params.roomIdOrAlias)
    return tap.reveal(new JsonText(text), [{ kind: 'events', roomNid: room.roomNid, count: 1, subject: 'summary' }])
  })
}
