// PUT /_matrix/client/v3/presence/{userId}/status
import { setPresence } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { PresenceFeature } from '../presence.ts'

/** Sets the caller's presence. */
export function setPresenceRoute(presence: PresenceFeature): Route {
  return route(setPresence, async ({ params, body, session }) => {
    await presence.set(session, params.userId, { presence: body.presence, statusMsg: body.status_msg ?? undefined })
    return {}
  })
}
