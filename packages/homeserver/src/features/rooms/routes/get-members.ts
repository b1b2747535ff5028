// GET /_matrix/client/v3/rooms/{roomId}/members
import { getMembers } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Rooms } from '../rooms.ts'

/** Shows the member events of a room. */
export function getMembersRoute(rooms: Rooms): Route {
  return route(getMembers, async ({ params, query, session, tap }) => {
    const { at, membership, not_membership: notMembership } = query
    const { text, reads } = await rooms.getMembers(session, { roomId: params.roomId, at, membership, notMembership })
    return tap.reveal(new JsonText(text), reads)
  })
}
