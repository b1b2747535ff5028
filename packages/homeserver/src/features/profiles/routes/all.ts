// Every route of profiles.
import type { Route } from '../../../http/route.ts'
import type { Profiles } from '../profiles.ts'
import { deleteProfileFieldRoute } from './delete-profile-field.ts'
import { getProfileFieldRoute } from './get-profile-field.ts'
import { getUserProfileRoute } from './get-user-profile.ts'
import { listAwayRoute } from './list-away.ts'
import { setProfileFieldRoute } from './set-profile-field.ts'

/** The routes, tied to their operations. */
export function profilesRoutes(profiles: Profiles): Route[] {
  return [
    getUserProfileRoute(profiles),
    getProfileFieldRoute(profiles),
    listAwayRoute(profiles),
    setProfileFieldRoute(profiles),
    deleteProfileFieldRoute(profiles),
  ]
}
