// POST /_chappe/desk/v1/organisations/{organisationId}/directory_tokens/{tokenName}/end
import { endDirectoryToken } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'

/** Ends a token of a directory. */
export function endDirectoryTokenRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(endDirectoryToken, async (call) => {
    const { organisationId, tokenName: name } = call.params
    await organisations.endToken(deskCallOf(endDirectoryToken, call), { organisationId, name, ...call.body })
    return {}
  })
}
