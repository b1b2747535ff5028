// GET /_matrix/client/v3/presence/{userId}/status
import { getPresence } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { PresenceFeature } from '../presence.ts'

/** Shows somebody's presence. */
export function getPresenceRoute(presence: PresenceFeature): Route {
  return route(getPresence, async ({ params, session, tap }) => {
    const { userId } = params
    return tap.reveal(await presence.get(session, userId), [{ kind: 'people', count: 1, subject: userId.slice(0, 255) }])
  })
}
