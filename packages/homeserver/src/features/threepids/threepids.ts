// Addresses of accounts in the client-server API: asking for a mail, adding, listing, removing.
// https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information
import type { AuthData } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import { parseAddress } from '@chappe/policy'
import type { ProfilePolicy } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import type { MailMessage } from '../../mail.ts'
import type { Session } from '../../session.ts'
import { linkMail, takenMail } from './threepid-mails.ts'
import type { MailReason } from './threepid-mails.ts'

/** What the feature asks of proofs. */
export interface ThreepidProofs {
  readonly isOn: boolean
  begin(wish: {
    purpose: MailReason
    address: string
    lifetimeMs: number
    compose: ((secrets: { proofId: string; token: string }) => MailMessage) | undefined
    client: { secret: string; sendAttempt: number }
  }): Promise<{ proofId: string }>
  take(tx: Tx, proofId: string, secret: string, purpose: 'threepid'): Promise<{ address: string } | undefined>
}

/** What it asks of accounts. */
export interface ThreepidAccounts {
  findByAddress(address: string): Promise<{ state: string } | undefined>
  listAddresses(userNid: number): Promise<{ address: string; verifiedAtMs: number }[]>
  addAddress(tx: Tx, userNid: number, address: string): Promise<void>
  deleteAddresses(userNid: number, address?: string): Promise<void>
}

/** What the operations need. */
export interface ThreepidsDeps {
  db: Db
  accounts: ThreepidAccounts
  proofs: ThreepidProofs
  /** Throws the interactive authentication's answer until the caller has given their password. */
  requirePassword(session: Session, auth: AuthData | undefined): Promise<void>
  linkOf(secrets: { proofId: string; token: string }): string
  settings: { serverName: string; isRegistrationOpen: boolean; policy: Pick<ProfilePolicy, 'addressesByOwner' | 'passwordResetByMail'> }
}

/** A client that asks for a mail. */
export interface MailWish {
  email: string
  clientSecret: string
  sendAttempt: number
}

/** An address of the caller's account; both times in milliseconds since 1970. */
export interface Threepid {
  address: string
  validatedAtMs: number
}

/** The operations of this feature. None of the first tells whether there is an account of an address. */
export interface Threepids {
  /** Throws `M_THREEPID_DENIED` where addresses are not for people to choose here, or no mail leaves. */
  requestMail(reason: MailReason, wish: MailWish): Promise<{ sid: string }>
  /** Adds an address that was shown. Throws `M_THREEPID_AUTH_FAILED`, `M_THREEPID_IN_USE`. */
  add(session: Session, creds: { sid: string; clientSecret: string }, auth: AuthData | undefined): Promise<void>
  list(session: Session): Promise<Threepid[]>
  remove(session: Session, address: string): Promise<void>
  /** A closed account has no addresses any more where people choose theirs. */
  forget(userNid: number): Promise<void>
}

const LIFETIME_MS = 3_600_000
/** https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registeremailrequesttoken */
const CLIENT_SECRET = /^[0-9a-zA-Z.=_-]{1,255}$/
const MAX_SEND_ATTEMPT = 1_000_000

/** Ties the operations to what they need. */
export function createThreepids(deps: ThreepidsDeps): Threepids {
  const { db, accounts, proofs, settings } = deps
  return {
    requestMail: (reason, wish) => requestMail(deps, reason, wish),
    async add(session, { sid, clientSecret }, auth) {
      if (!settings.policy.addressesByOwner) throw denied()
      await deps.requirePassword(session, auth)
      await db.transaction().execute(async (tx) => {
        const taken = await proofs.take(tx, sid, clientSecret, 'threepid')
        if (taken === undefined) throw new MatrixError('M_THREEPID_AUTH_FAILED', { status: 400 })
        await accounts.addAddress(tx, session.userNid, taken.address)
      })
    },
    async list(session) {
      const found = await accounts.listAddresses(session.userNid)
      return found.map(({ address, verifiedAtMs }) => ({ address, validatedAtMs: verifiedAtMs }))
    },
    async remove(session, address) {
      if (!settings.policy.addressesByOwner) throw new MatrixError('M_FORBIDDEN', { message: 'The address of an account is kept by its organisation' })
      const parsed = parseAddress(address)
      // An address that nobody can have is not the caller's either.
      if (parsed !== undefined) await accounts.deleteAddresses(session.userNid, parsed.address)
    },
    async forget(userNid) {
      if (settings.policy.addressesByOwner) await accounts.deleteAddresses(userNid)
    },
  }
}

async function requestMail(deps: ThreepidsDeps, reason: MailReason, wish: MailWish): Promise<{ sid: string }> {
  const { accounts, proofs, settings } = deps
  if (!isAllowed(deps, reason) || !proofs.isOn) throw denied()
  const parsed = parseAddress(wish.email)
  if (parsed === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'email is no address that mail can be sent to' })
  if (!CLIENT_SECRET.test(wish.clientSecret)) throw new MatrixError('M_INVALID_PARAM', { message: 'client_secret: letters, digits and . = _ -' })
  if (wish.sendAttempt < 0 || wish.sendAttempt > MAX_SEND_ATTEMPT) throw new MatrixError('M_INVALID_PARAM', { message: 'send_attempt counts the attempts' })
  const { address } = parsed
  const account = await accounts.findByAddress(address)
  const withLink = (secrets: { proofId: string; token: string }): MailMessage =>
    linkMail(address, reason, { url: deps.linkOf(secrets), serverName: settings.serverName })
  const { proofId } = await proofs.begin({
    purpose: reason,
    address,
    lifetimeMs: LIFETIME_MS,
    compose: composerFor(reason, { isTaken: account !== undefined, withLink, taken: () => takenMail(address, settings.serverName) }),
    client: { secret: wish.clientSecret, sendAttempt: wish.sendAttempt },
  })
  return { sid: proofId }
}

interface Mails {
  isTaken: boolean
  withLink: (secrets: { proofId: string; token: string }) => MailMessage
  taken: () => MailMessage
}

/** Who is told what. For a new password nothing is sent to an address without an account, and nobody hears of it. */
function composerFor(reason: MailReason, { isTaken, withLink, taken }: Mails): Mails['withLink'] | undefined {
  if (reason === 'password') return isTaken ? withLink : undefined
  return isTaken ? taken : withLink
}

function isAllowed({ settings: { policy, isRegistrationOpen } }: ThreepidsDeps, reason: MailReason): boolean {
  if (reason === 'password') return policy.passwordResetByMail
  return policy.addressesByOwner && (reason === 'threepid' || isRegistrationOpen)
}

function denied(): MatrixError {
  return new MatrixError('M_THREEPID_DENIED', { message: 'Addresses are not used for that on this server' })
}
