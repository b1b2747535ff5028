// Row types of organisations.
import type { EnrolledType, Enrolment } from '@chappe/policy'
import type { Generated } from 'kysely'

/** See migration 0250. */
export interface OrganisationTable {
  organisation_nid: Generated<number>
  organisation_id: string
  name: string
  created_at_ms: number
}

/** See migration 0251. */
export interface OrganisationDomainTable {
  domain: string
  organisation_nid: number
  account_type: EnrolledType
  enrolment: Enrolment
}

/** The tables of this feature. */
export interface OrganisationsTables {
  organisation: OrganisationTable
  organisation_domain: OrganisationDomainTable
}
