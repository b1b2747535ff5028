// The routes of who is in rooms.
import type { Route } from '../../../http/route.ts'
import type { Standings } from '../standings.ts'
import { getOwnStandingRoute } from './get-own-standing.ts'
import { listOrganisationNamesRoute } from './list-organisation-names.ts'
import { listRoomPeopleRoute } from './list-room-people.ts'

/** Every route of this feature. */
export function standingsRoutes(standings: Standings): Route[] {
  return [getOwnStandingRoute(standings), listOrganisationNamesRoute(standings), listRoomPeopleRoute(standings)]
}
