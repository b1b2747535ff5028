// Every route of organisations.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOrganisations } from '../organisations.ts'
import { createDirectoryTokenRoute } from './create-directory-token.ts'
import { createOrganisationRoute } from './create-organisation.ts'
import { endDirectoryTokenRoute } from './end-directory-token.ts'
import { listDirectoryTokensRoute } from './list-directory-tokens.ts'
import { listDomainsRoute } from './list-domains.ts'
import { listOrganisationsRoute } from './list-organisations.ts'
import { removeDomainRoute } from './remove-domain.ts'
import { renameOrganisationRoute } from './rename-organisation.ts'
import { setDomainRoute } from './set-domain.ts'

/** The routes, tied to their operations. */
export function organisationsRoutes(ports: DeskPorts, organisations: DeskOrganisations): Route[] {
  return [
    listOrganisationsRoute(ports, organisations),
    createOrganisationRoute(ports, organisations),
    renameOrganisationRoute(ports, organisations),
    listDomainsRoute(ports, organisations),
    setDomainRoute(ports, organisations),
    removeDomainRoute(ports, organisations),
    listDirectoryTokensRoute(ports, organisations),
    createDirectoryTokenRoute(ports, organisations),
    endDirectoryTokenRoute(ports, organisations),
  ]
}
