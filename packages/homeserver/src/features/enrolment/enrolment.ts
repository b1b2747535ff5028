// Enrolment: somebody shows that an address is theirs, and gets the account that its organisation gives them.
import { MatrixError } from '@chappe/contract'
import { checkPersonName, displayNameOf, isReservedName, parseAddress } from '@chappe/policy'
import type { EnrolledType, MailAddress } from '@chappe/policy'
import type { Language } from '../../mail.ts'
import type { Admission } from './admission.ts'
import { admissionOf } from './admission.ts'
import type { EnrolmentDeps } from './enrolment-deps.ts'
import { codeMail, knownMail } from './enrolment-mails.ts'
import { revokeInvitationsOf, setAccepted } from './enrolment-store.ts'
import type { Invitations } from './invitations.ts'
import { inviteGuests } from './guests.ts'
import { openInvitations } from './invitations.ts'
import type { Renewal } from './renewal.ts'
import { openRenewal } from './renewal.ts'

export type { EnrolmentDeps, EnrolmentSources } from './enrolment-deps.ts'
export type { Invitations, InvitationView } from './invitations.ts'
export type { Renewal } from './renewal.ts'
export type { Validity, ValidityDeps } from './validity.ts'
export { startValidity } from './validity.ts'

/** An enrolment under way. */
export interface EnrolmentBegun {
  enrolmentId: string
  /**
   * Whether the domain of the address belongs to an organisation: a page may say that without it only an invitation
   * lets somebody in. Whether the address has an account, or was invited, nobody is told.
   */
  isDomainKnown: boolean
}

/** The address is shown; with the secret the account is made. */
export interface EnrolmentProved {
  enrolmentId: string
  secret: string
  address: string
  organisationName: string
  accountType: EnrolledType
  /** The name that a directory has, which is the account's; undefined: whoever enrols says it. */
  givenName: string | undefined
}

/** The operations. */
export interface Enrolment {
  /** Whether mails leave, so that anybody can enrol. */
  readonly isOn: boolean
  /** Sends a code, where somebody may come in by the address. Throws `M_INVALID_PARAM`, `M_LIMIT_EXCEEDED`. */
  begin(address: string, language?: Language): Promise<EnrolmentBegun>
  /** Eight digits (spaces do not count), or what the link holds. Throws `M_FORBIDDEN` for whatever is wrong or over. */
  prove(enrolmentId: string, by: { code: string } | { token: string }): Promise<EnrolmentProved>
  /**
   * Makes the account, once. It has no way in yet: a passkey comes next. Throws `M_INVALID_PARAM` with
   * `org.chappe.name_fault` for a name nobody can have, `M_FORBIDDEN` where the proof is over or the address has an
   * account, whatever its state.
   */
  complete(input: { enrolmentId: string; secret: string; name?: string | undefined }): Promise<{ userId: string; userNid: number }>
  invitations: Invitations
  renewal: Renewal
  /** An account is stopped: nothing that it has begun, or its address is about to prove, goes on. */
  endAllOf(userId: string): Promise<void>
}

const CODE_MS = 15 * 60_000

/** Ties the operations to what they need. */
export function createEnrolment(deps: EnrolmentDeps): Enrolment {
  return {
    isOn: deps.proofs.isOn,
    begin: (address, language) => begin(deps, address, language),
    prove: (enrolmentId, by) => prove(deps, enrolmentId, by),
    complete: (input) => complete(deps, input),
    invitations: openInvitations(deps),
    renewal: openRenewal(deps),
    endAllOf: (userId) => endAllOf(deps, userId),
  }
}

async function begin(deps: EnrolmentDeps, text: string, language: Language | undefined): Promise<EnrolmentBegun> {
  const { accounts, proofs, settings, sources } = deps
  if (!proofs.isOn) throw new MatrixError('CHAPPE_UNAVAILABLE', { message: 'No mail leaves this server' })
  const address = parseAddress(text)
  if (address === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'That is no address that mail can be sent to' })
  const [domain, account, admission] = await Promise.all([
    sources.findDomain(address.domain),
    accounts.findByAddress(address.address),
    admissionOf(deps, address),
  ])
  const organisation = admission === undefined ? undefined : await sources.findOrganisation(admission.organisationNid)
  const withCode = (secrets: { proofId: string; code: string; token: string }) =>
    codeMail(
      address.address,
      { code: secrets.code, url: `${settings.publicUrl}/enrol?id=${secrets.proofId}&token=${secrets.token}` },
      { serverName: settings.serverName, organisation: organisation?.name ?? '' },
      language,
    )
  const known = () => knownMail(address.address, settings, language)
  const { proofId } = await proofs.begin({
    purpose: 'enrolment',
    address: address.address,
    lifetimeMs: CODE_MS,
    compose: account !== undefined ? known : organisation === undefined ? undefined : withCode,
  })
  return { enrolmentId: proofId, isDomainKnown: domain !== undefined }
}

async function prove(deps: EnrolmentDeps, enrolmentId: string, by: { code: string } | { token: string }): Promise<EnrolmentProved> {
  const given = 'code' in by ? { code: by.code.replaceAll(/\s/g, '') } : by
  const proved = await deps.proofs.prove(enrolmentId, given)
  if (proved === undefined || proved.purpose !== 'enrolment') throw wrong()
  const { admission, organisation } = await admitted(deps, proved.address)
  return {
    enrolmentId,
    secret: proved.secret,
    address: proved.address,
    organisationName: organisation.name,
    accountType: admission.accountType,
    givenName: admission.givenName === undefined ? undefined : tidied(admission.givenName),
  }
}

async function complete(
  deps: EnrolmentDeps,
  { enrolmentId, secret, name }: { enrolmentId: string; secret: string; name?: string | undefined },
): Promise<{ userId: string; userNid: number }> {
  const { accounts, proofs, ground } = deps
  const shown = await proofs.find(enrolmentId, secret, 'enrolment')
  if (shown === undefined) throw wrong()
  const { admission, organisation } = await admitted(deps, shown.address)
  if ((await accounts.findByAddress(shown.address)) !== undefined) throw hasAccount()
  const displayName = displayNameOf(nameFor(admission, name), organisation.name)
  const { organisationNid, accountType, validUntilMs, invitationId } = admission
  try {
    const made = await accounts.create({ address: shown.address, organisationNid, accountType, validUntilMs, displayName }, async (tx) => {
      if ((await proofs.take(tx, enrolmentId, secret, 'enrolment')) === undefined) throw wrong()
    })
    if (invitationId !== undefined) {
      await setAccepted(ground.db, { invitationId, address: shown.address, userNid: made.userNid, now: ground.clock.now() })
      await inviteGuests(deps, made.userNid)
    }
    return made
  } catch (error) {
    throw error instanceof MatrixError && error.code === 'M_THREEPID_IN_USE' ? hasAccount() : error
  }
}

/** Whether they still may: an invitation may have been taken back, a domain given away since the mail went out. */
async function admitted(deps: EnrolmentDeps, text: string): Promise<{ admission: Admission; organisation: { name: string } }> {
  const address: MailAddress | undefined = parseAddress(text)
  const admission = address === undefined ? undefined : await admissionOf(deps, address)
  const organisation = admission === undefined ? undefined : await deps.sources.findOrganisation(admission.organisationNid)
  if (admission === undefined || organisation === undefined) throw wrong()
  return { admission, organisation }
}

/** The directory's name for somebody, or the one they say. Nobody is called like the support, whoever says so. */
function nameFor({ givenName }: Admission, said: string | undefined): string {
  if (givenName !== undefined) {
    const name = tidied(givenName)
    if (name === '' || isReservedName(name)) throw faulty('reserved')
    return name
  }
  const name = (said ?? '').normalize('NFC').trim()
  const fault = checkPersonName(name)
  if (fault !== undefined) throw faulty(fault)
  return name
}

/** A directory's name without what would look like an organisation behind it, or is not seen at all. */
export function tidied(name: string): string {
  return name.normalize('NFC').replaceAll(/[()[\]\p{C}\p{Zl}\p{Zp}]/gu, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, 80).trim()
}

async function endAllOf({ accounts, proofs, ground }: EnrolmentDeps, userId: string): Promise<void> {
  const account = await accounts.find(userId)
  if (account === undefined) return
  for (const { address } of await accounts.listAddresses(account.userNid)) await proofs.endAllOf(address)
  await revokeInvitationsOf(ground.db, account.userNid, ground.clock.now())
}

/** One answer for whatever is wrong: nobody learns which part of it was right. */
function wrong(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'The code is wrong, or no longer good' })
}

function hasAccount(): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'There is an account for this address: sign in, or ask your help desk' })
}

function faulty(fault: string): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message: 'That name cannot be used here', fields: { 'org.chappe.name_fault': fault } })
}
