// DELETE /_matrix/client/v3/profile/{userId}/{keyName}
import { deleteProfileField } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Profiles } from '../profiles.ts'

/** Removes a field of the caller's own profile. */
export function deleteProfileFieldRoute(profiles: Profiles): Route {
  return route(deleteProfileField, async ({ params, session }) => {
    await profiles.deleteField(session, params.userId, params.keyName)
    return {}
  })
}
