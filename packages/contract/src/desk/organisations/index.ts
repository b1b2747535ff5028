// Endpoints of this area.
export { createOrganisation } from './create-organisation.ts'
export { listDomains } from './list-domains.ts'
export { listOrganisations } from './list-organisations.ts'
export { removeDomain } from './remove-domain.ts'
export { renameOrganisation } from './rename-organisation.ts'
export { setDomain } from './set-domain.ts'
