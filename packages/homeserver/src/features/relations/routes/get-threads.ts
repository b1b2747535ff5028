// GET /_matrix/client/v1/rooms/{roomId}/threads
import { getThreads } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Relations } from '../relations.ts'

/** Shows the threads of a room. */
export function getThreadsRoute(relations: Relations): Route {
  return route(getThreads, async ({ params, query, session, tap }) => {
    const { text, reads } = await relations.getThreads(session, { ...params, ...query })
    return tap.reveal(new JsonText(text), reads)
  })
}
