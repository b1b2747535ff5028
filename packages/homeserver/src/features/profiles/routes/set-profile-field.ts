// PUT /_matrix/client/v3/profile/{userId}/{keyName}
import { setProfileField } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Profiles } from '../profiles.ts'

/** Sets a field of the caller's own profile. */
export function setProfileFieldRoute(profiles: Profiles): Route {
  return route(setProfileField, async ({ params, session, body }) => {
    await profiles.setField(session, params.userId, { key: params.keyName, body })
    return {}
  })
}
