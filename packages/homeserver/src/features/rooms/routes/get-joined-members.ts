// GET /_matrix/client/v3/rooms/{roomId}/joined_members
import { getJoinedMembers } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows who is joined to a room. */
export function getJoinedMembersRoute(rooms: Rooms): Route {
  return route(getJoinedMembers, async ({ params, session, tap }) => {
    const { text, reads } = await rooms.getJoinedMembers(session, params.roomId)
    return tap.reveal(new JsonText(text), reads)
  })
}
