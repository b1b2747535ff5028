// POST /_chappe/desk/v1/organisations/{organisationId}/directory_tokens
import { createDirectoryToken } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'

/** Makes a token for a directory, told this once. */
export function createDirectoryTokenRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(createDirectoryToken, async (call) => {
    const { organisationId } = call.params
    const token = await organisations.createToken(deskCallOf(createDirectoryToken, call), { organisationId, ...call.body })
    return { name: call.body.name, token }
  })
}
