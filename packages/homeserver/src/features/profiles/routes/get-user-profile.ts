// GET /_matrix/client/v3/profile/{userId}
import { getUserProfile } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Profiles } from '../profiles.ts'

/** Shows a profile; somebody else's is recorded. */
export function getUserProfileRoute(profiles: Profiles): Route {
  return route(getUserProfile, async ({ params, session, tap }) => {
    const profile = await profiles.read(session, params.userId)
    if (session?.userId === params.userId) return tap.nothing(profile)
    return tap.reveal(profile, [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
