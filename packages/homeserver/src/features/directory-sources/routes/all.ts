// Every route of SCIM.
import type { Route } from '../../../http/route.ts'
import type { Scim } from '../scim.ts'
import { scimCreateUserRoute } from './scim-create-user.ts'
import { scimDeleteUserRoute } from './scim-delete-user.ts'
import { scimGetUserRoute } from './scim-get-user.ts'
import { scimListUsersRoute } from './scim-list-users.ts'
import { scimPatchUserRoute } from './scim-patch-user.ts'
import { scimReplaceUserRoute } from './scim-replace-user.ts'
import { scimServiceProviderConfigRoute } from './scim-service-provider-config.ts'

/** The routes, tied to their operations. */
export function directorySourcesRoutes(scim: Scim): Route[] {
  return [
    scimCreateUserRoute(scim),
    scimDeleteUserRoute(scim),
    scimGetUserRoute(scim),
    scimListUsersRoute(scim),
    scimPatchUserRoute(scim),
    scimReplaceUserRoute(scim),
    scimServiceProviderConfigRoute(scim),
  ]
}
