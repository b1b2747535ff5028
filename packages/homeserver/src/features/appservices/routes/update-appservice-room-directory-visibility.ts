// PUT /_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}
import { updateAppserviceRoomDirectoryVisibility } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Appservices } from '../appservices.ts'

/** Lists a room in the directory of a network, or takes it out. */
export function updateAppserviceRoomDirectoryVisibilityRoute(appservices: Appservices): Route {
  return route(updateAppserviceRoomDirectoryVisibility, async ({ params, body, session }) => {
    await appservices.setNetworkRoom(session, { ...params, listed: body.visibility === 'public' })
    return {}
  })
}
