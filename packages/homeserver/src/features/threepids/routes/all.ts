// Every route of addresses.
import type { Route } from '../../../http/route.ts'
import type { Threepids } from '../threepids.ts'
import { addThreepidRoute } from './add-threepid.ts'
import { deleteThreepidRoute } from './delete-threepid.ts'
import { listThreepidsRoute } from './list-threepids.ts'
import { requestPasswordEmailRoute } from './request-password-email.ts'
import { requestRegisterEmailRoute } from './request-register-email.ts'
import { requestThreepidEmailRoute } from './request-threepid-email.ts'

/** The routes, tied to their operations. */
export function threepidsRoutes(threepids: Threepids): Route[] {
  return [
    requestRegisterEmailRoute(threepids),
    requestThreepidEmailRoute(threepids),
    requestPasswordEmailRoute(threepids),
    addThreepidRoute(threepids),
    listThreepidsRoute(threepids),
    deleteThreepidRoute(threepids),
  ]
}
