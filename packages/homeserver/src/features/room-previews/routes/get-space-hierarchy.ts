// GET /_matrix/client/v1/rooms/{roomId}/hierarchy
import { getSpaceHierarchy } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { RoomPreviews } from '../room-previews.ts'

/** Shows what is in a space. */
export function getSpaceHierarchyRoute(previews: RoomPreviews): Route {
  return route(getSpaceHierarchy, async ({ params, query, session, tap }) => {
    const { suggested_only: suggestedOnly = false, limit, max_depth: maxDepth, from } = query
    const { text, rooms } = await previews.getHierarchy(session, { roomId: params.roomId, suggestedOnly, limit, maxDepth, from })
    const reads = rooms.map(({ roomNid }) => ({ kind: 'events' as const, roomNid, count: 1, subject: 'summary' }))
    return tap.reveal(new JsonText(text), reads)
  })
}
