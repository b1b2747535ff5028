// Organisations: ministries, agencies and local authorities, the domains they own, and who their people are.
import { MatrixError } from '@chappe/contract'
import { parseDomain } from '@chappe/policy'
import type { EnrolledType, Enrolment } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Domain, Organisation } from './organisations-store.ts'
import {
  deleteDomain,
  findDomain,
  findOrganisation,
  findOrganisationByNid,
  insertOrganisation,
  listDomains,
  listOrganisations,
  putDomain,
  renameOrganisation,
} from './organisations-store.ts'

export type { Domain, Organisation } from './organisations-store.ts'

/** What the feature needs. */
export interface OrganisationsDeps {
  db: Db
  clock: Clock
}

/** How people of a domain come in. */
export interface DomainRule {
  accountType: EnrolledType
  enrolment: Enrolment
}

/** Hears, after the commit, that an organisation is called otherwise. */
export type RenamedListener = (organisation: Organisation) => void

/** The operations. Whether somebody may do them is for the caller to see to. */
export interface Organisations {
  /** Throws `M_INVALID_PARAM`, with 409 where the id is taken. */
  create(organisationId: string, name: string): Promise<Organisation>
  /** The names of its people follow. Throws `M_NOT_FOUND`. */
  rename(organisationId: string, name: string): Promise<Organisation>
  /** Throws `M_NOT_FOUND`. */
  get(organisationId: string): Promise<Organisation>
  find(organisationId: string): Promise<Organisation | undefined>
  findByNid(organisationNid: number): Promise<Organisation | undefined>
  list(page?: { after?: string | undefined; limit?: number | undefined }): Promise<Organisation[]>
  /** Gives it a domain, or changes the rule of one it has. Throws `M_INVALID_PARAM`, with 409 where the domain is another's. */
  putDomain(organisationId: string, domain: string, rule: DomainRule): Promise<Domain>
  /** Accounts that came in by it stay. Throws `M_NOT_FOUND`. */
  removeDomain(organisationId: string, domain: string): Promise<void>
  listDomains(organisationId: string): Promise<Domain[]>
  /** Whose the domain of an address is. Subdomains are domains of their own. */
  findDomain(domain: string): Promise<Domain | undefined>
  onRenamed(listener: RenamedListener): void
}

const ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** What stands in brackets behind people's names has none of its own, and nothing that hides or turns text. */
const NAME = /^[^()[\]\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,120}$/u
const MAX_PAGE = 200
const MAX_DOMAINS = 1_000

/** Ties the operations to what they need. */
export function createOrganisations({ db, clock }: OrganisationsDeps): Organisations {
  const renamed: RenamedListener[] = []
  const get = async (organisationId: string): Promise<Organisation> => found(await findOrganisation(db, organisationId))
  return {
    async create(organisationId, name) {
      if (!ID.test(organisationId)) throw invalid('The id of an organisation is small letters, digits and hyphens, at most 63')
      const made = await insertOrganisation(db, { organisationId, name: checkedName(name), createdAtMs: clock.now() })
      if (made === undefined) throw taken('There is an organisation of that id')
      return made
    },
    async rename(organisationId, name) {
      const organisation = found(await renameOrganisation(db, organisationId, checkedName(name)))
      for (const each of renamed) each(organisation)
      return organisation
    },
    get,
    find: (organisationId) => findOrganisation(db, organisationId),
    findByNid: (organisationNid) => findOrganisationByNid(db, organisationNid),
    list: ({ after = '', limit = MAX_PAGE } = {}) => listOrganisations(db, { after, limit: Math.min(Math.max(limit, 1), MAX_PAGE) }),
    async putDomain(organisationId, domain, rule) {
      const { organisationNid } = await get(organisationId)
      const parsed = parseDomain(domain)
      if (parsed === undefined) throw invalid('That is no domain of mail addresses')
      const wish = { domain: parsed, organisationNid, ...rule }
      if (!(await putDomain(db, wish))) throw taken('That domain is another organisation’s')
      return wish
    },
    async removeDomain(organisationId, domain) {
      const { organisationNid } = await get(organisationId)
      if (!(await deleteDomain(db, organisationNid, parseDomain(domain) ?? ''))) throw new MatrixError('M_NOT_FOUND', { message: 'The organisation has no such domain' })
    },
    listDomains: async (organisationId) => listDomains(db, (await get(organisationId)).organisationNid, MAX_DOMAINS),
    findDomain: (domain) => findDomain(db, domain),
    onRenamed: (listener) => void renamed.push(listener),
  }
}

function found(organisation: Organisation | undefined): Organisation {
  if (organisation === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such organisation' })
  return organisation
}

function checkedName(name: string): string {
  const text = name.normalize('NFC').trim()
  if (!NAME.test(text)) throw invalid('The name of an organisation is 1 to 120 characters, without brackets')
  return text
}

function invalid(message: string): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message })
}

function taken(message: string): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message, status: 409 })
}
