// GET /_matrix/client/v3/profile/{userId}/{keyName}
import { getProfileField } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Profiles } from '../profiles.ts'

/** Shows a field of a profile; somebody else's is recorded. */
export function getProfileFieldRoute(profiles: Profiles): Route {
  return route(getProfileField, async ({ params, session, tap }) => {
    const body = { [params.keyName]: await profiles.readField(session, params.userId, params.keyName) }
    if (session?.userId === params.userId) return tap.nothing(body)
    return tap.reveal(body, [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
