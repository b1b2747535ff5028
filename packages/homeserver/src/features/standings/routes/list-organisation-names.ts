// GET /_chappe/client/v1/organisations
import { listOrganisationNames } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Standings } from '../standings.ts'

/** What the organisations of the server are called. */
export function listOrganisationNamesRoute(standings: Standings): Route {
  return route(listOrganisationNames, async () => ({
    organisations: (await standings.listNames()).map(({ organisationId, name }) => ({ organisation_id: organisationId, name })),
  }))
}
