// PUT /_chappe/desk/v1/organisations/{organisationId}/domains/{domain}
import { setDomain } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'
import { domainAnswer } from './answers.ts'

/** Gives an organisation a domain, or changes how its people come in. */
export function setDomainRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(setDomain, async (call) => {
    const { organisationId, domain } = call.params
    return domainAnswer(await organisations.setDomain(deskCallOf(setDomain, call), { organisationId, domain, ...call.body }))
  })
}
