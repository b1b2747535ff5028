// The routes of application services and third-party networks.
import type { Route } from '../../../http/route.ts'
import type { Appservices } from '../appservices.ts'
import { getThirdpartyProtocolRoute } from './get-thirdparty-protocol.ts'
import { listThirdpartyProtocolsRoute } from './list-thirdparty-protocols.ts'
import { pingAppserviceRoute } from './ping-appservice.ts'
import { queryLocationByAliasRoute } from './query-location-by-alias.ts'
import { queryLocationByProtocolRoute } from './query-location-by-protocol.ts'
import { queryUserByIdRoute } from './query-user-by-id.ts'
import { queryUserByProtocolRoute } from './query-user-by-protocol.ts'
import { updateAppserviceRoomDirectoryVisibilityRoute } from './update-appservice-room-directory-visibility.ts'

/** Every route of this feature. */
export function appservicesRoutes(appservices: Appservices): Route[] {
  const { thirdParty } = appservices
  return [
    getThirdpartyProtocolRoute(thirdParty),
    listThirdpartyProtocolsRoute(thirdParty),
    pingAppserviceRoute(appservices),
    queryLocationByAliasRoute(thirdParty),
    queryLocationByProtocolRoute(thirdParty),
    queryUserByIdRoute(thirdParty),
    queryUserByProtocolRoute(thirdParty),
    updateAppserviceRoomDirectoryVisibilityRoute(appservices),
  ]
}
