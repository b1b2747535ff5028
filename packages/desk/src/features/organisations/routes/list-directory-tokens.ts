// GET /_chappe/desk/v1/organisations/{organisationId}/directory_tokens
import { listDirectoryTokens } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'

/** The names of the tokens of an organisation's directories. */
export function listDirectoryTokensRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(listDirectoryTokens, async ({ params }) => ({
    tokens: (await organisations.listTokens(params.organisationId)).map(({ name, createdAtMs }) => ({ name, created_at_ms: createdAtMs })),
  }))
}
