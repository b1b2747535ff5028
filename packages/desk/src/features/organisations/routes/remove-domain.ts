// POST /_chappe/desk/v1/organisations/{organisationId}/domains/{domain}/remove
import { removeDomain } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'

/** Takes a domain away; accounts that came in by it stay. */
export function removeDomainRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(removeDomain, async (call) => {
    const { organisationId, domain } = call.params
    await organisations.removeDomain(deskCallOf(removeDomain, call), { organisationId, domain, ...call.body })
    return {}
  })
}
