// Who may come in by an address, as what, and for how long.
import type { EnrolledType, MailAddress } from '@chappe/policy'
import { isTagged } from '@chappe/policy'
import type { EnrolmentDeps } from './enrolment-deps.ts'
import { validityOf } from './enrolment-deps.ts'
import { findOpenInvitation } from './enrolment-store.ts'

/** Somebody may come in. */
export interface Admission {
  organisationNid: number
  accountType: EnrolledType
  validUntilMs: number | undefined
  /** The name that a directory has for them; otherwise they say it. */
  givenName: string | undefined
  /** The invitation that lets them in. */
  invitationId: string | undefined
}

/** Whether somebody may come in by an address: by the rule of its domain, or because they were invited. */
export async function admissionOf(deps: EnrolmentDeps, address: MailAddress): Promise<Admission | undefined> {
  const domain = await deps.sources.findDomain(address.domain)
  // One mailbox has as many tagged addresses as its owner likes; one person has one account.
  if (domain !== undefined && !isTagged(address)) {
    const { organisationNid, accountType, enrolment } = domain
    const admission = { organisationNid, accountType, validUntilMs: validityOf(deps, accountType), invitationId: undefined }
    if (enrolment === 'open') return { ...admission, givenName: undefined }
    if (enrolment === 'directory') {
      const person = await deps.sources.findPerson(organisationNid, address)
      if (person !== undefined) return { ...admission, givenName: person.displayName }
    }
  }
  const { db, clock } = deps.ground
  const invitation = await findOpenInvitation(db, address.address, clock.now())
  if (invitation === undefined) return undefined
  const { organisationNid, accountType, validUntilMs, invitationId } = invitation
  return { organisationNid, accountType, validUntilMs: validUntilMs ?? validityOf(deps, accountType), givenName: undefined, invitationId }
}
