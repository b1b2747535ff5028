// POST /_matrix/client/v3/pushers/set
import { postPusher } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Sets or removes a pusher. */
export function postPusherRoute(push: Push): Route {
  return route(postPusher, async ({ body, session }) => {
    await push.setPusher(session, body)
    return {}
  })
}
