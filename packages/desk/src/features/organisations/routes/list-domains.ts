// GET /_chappe/desk/v1/organisations/{organisationId}/domains
import { listDomains } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'
import { domainAnswer } from './answers.ts'

/** The domains of mail addresses that an organisation owns, and how their people come in. */
export function listDomainsRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(listDomains, async ({ session, params }) => ({
    domains: (await organisations.listDomains(session, params.organisationId)).map(domainAnswer),
  }))
}
