// POST /_chappe/desk/v1/organisations/{organisationId}/rename
import { renameOrganisation } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'
import { organisationAnswer } from './answers.ts'

/** Gives an organisation another name on screen. */
export function renameOrganisationRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(renameOrganisation, async (call) => {
    const { organisationId } = call.params
    return organisationAnswer(await organisations.rename(deskCallOf(renameOrganisation, call), { organisationId, ...call.body }))
  })
}
