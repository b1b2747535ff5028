// From organisations to what goes over the wire.
import type { Domain, Organisation } from '@chappe/homeserver/ports'

/** An organisation. */
export function organisationAnswer({ organisationId, name, createdAtMs }: Organisation) {
  return { organisation_id: organisationId, name, created_at_ms: createdAtMs }
}

/** A domain. */
export function domainAnswer({ domain, accountType, enrolment }: Domain) {
  return { domain, account_type: accountType, enrolment }
}
