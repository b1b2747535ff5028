// GET /_chappe/desk/v1/organisations
import { listOrganisations } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'
import { organisationAnswer } from './answers.ts'

/** How many the homeserver gives at once. */
const PAGE = 200

/** Organisations in the order of their ids; an organisation admin sees the own one. */
export function listOrganisationsRoute({ route }: DeskPorts, organisations: DeskOrganisations): Route {
  return route(listOrganisations, async ({ session, query }) => {
    const found = await organisations.list(session, query.from)
    const last = found.length < PAGE ? undefined : found.at(-1)
    return { organisations: found.map(organisationAnswer), ...(last === undefined ? {} : { next: last.organisationId }) }
  })
}
