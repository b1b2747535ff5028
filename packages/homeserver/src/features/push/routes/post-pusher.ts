// POST /_matrix/client/v3/pushers/set
import { postPusher } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Push } from '../push.ts'

/** Sets or removes a pusher. */
export function postPusherRoute(push: Push): Route {
  return route(postPusher, async ({ body, session }) => {
    const { enabled: stable, 'org.matrix.msc3881.enabled': unstable, ...pusher } = body
    const enabled = stable ?? unstable ?? undefined
    await push.setPusher(session, { ...pusher, ...(enabled === undefined ? {} : { enabled }) })
    return {}
  })
}
