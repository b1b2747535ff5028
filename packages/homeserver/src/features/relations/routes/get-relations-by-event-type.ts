// GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}
import { getRelationsByEventType } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Relations } from '../relations.ts'

/** Shows the events of one type that relate to an event in one way. */
export function getRelationsByEventTypeRoute(relations: Relations): Route {
  return route(getRelationsByEventType, async ({ params, query, session, tap }) => {
    const { text, reads } = await relations.getRelations(session, { ...params, ...query })
    return tap.reveal(new JsonText(text), reads)
  })
}
