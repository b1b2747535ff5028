// POST /_chappe/desk/v1/organisations
import { createOrganisation } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'
import { organisationAnswer } from './answers.ts'

/** Makes an organisation. */
export function createOrganisationRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(createOrganisation, async (call) =>
    organisationAnswer(await organisations.create(deskCallOf(createOrganisation, call), call.body)))
}
