// GET /_matrix/client/v3/rooms/{roomId}/messages
import { getMessages } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows a page of history. */
export function getMessagesRoute(rooms: Rooms): Route {
  return route(getMessages, async ({ params, query, session, tap }) => {
    const { dir, from, to, limit, filter } = query
    const { text, reads } = await rooms.getMessages(session, { roomId: params.roomId, dir, from, to, limit, filter })
    return tap.reveal(new JsonText(text), reads)
  })
}
