// Invitations: an agent vouches for somebody from outside, until a day.
import { MatrixError } from '@chappe/contract'
import { accountTypePolicyOf, parseAddress } from '@chappe/policy'
import type { EnrolledType } from '@chappe/policy'
import type { Session } from '../../session.ts'
import type { EnrolmentDeps } from './enrolment-deps.ts'
import { invitationMail } from './enrolment-mails.ts'
import { inviteGuests } from './guests.ts'
import type { Invitation } from './enrolment-store.ts'
import {
  countInvitations,
  findInvitationOf,
  insertInvitation,
  listInvitationsOf,
  lockSponsor,
  revokeInvitation,
  setInvitationEnd,
} from './enrolment-store.ts'

/** An invitation as whoever made it sees it. */
export interface InvitationView {
  invitationId: string
  address: string
  state: 'open' | 'accepted' | 'revoked' | 'expired'
  createdAtMs: number
  /** Until when it can be accepted. */
  expiresAtMs: number
  /** Until when the account is good; undefined: as long as others of its kind. */
  validUntilMs: number | undefined
  /** The room to which they are invited as well. */
  roomId: string | undefined
}

/** Who invites: a person with an account. */
export type Sponsor = Pick<Session, 'userId' | 'userNid' | 'accountType' | 'organisationNid'>

/** The operations. What an agent may ask for is bounded: a year, twenty a day. */
export interface Invitations {
  /** Throws `M_FORBIDDEN` for whoever may not vouch, `M_INVALID_PARAM`, `M_THREEPID_DENIED` where the address is an organisation's own. With a room they are invited to it once they have an account. */
  inviteExternal(sponsor: Sponsor, wish: { address: string; validUntilMs: number | undefined; roomId?: string | undefined }): Promise<InvitationView>
  /** For the desk: somebody of a domain whose people come by invitation. Throws `M_THREEPID_DENIED` for any other address. */
  inviteMember(sponsor: Sponsor, organisationNid: number, address: string): Promise<InvitationView>
  list(sponsor: Sponsor): Promise<InvitationView[]>
  /** Throws `M_NOT_FOUND` where there is none of theirs that is open. */
  revoke(sponsor: Sponsor, invitationId: string): Promise<void>
  /** Moves the end of the account that came of it; one that has expired comes back. Throws `M_NOT_FOUND`, `M_INVALID_PARAM`. */
  extend(sponsor: Sponsor, invitationId: string, validUntilMs: number): Promise<InvitationView>
}

const DAY_MS = 86_400_000
const OPEN_MS = 14 * DAY_MS
const DEFAULT_VALIDITY_MS = 90 * DAY_MS
const MAX_VALIDITY_MS = 366 * DAY_MS
const MAX_PER_DAY = 20
const MAX_LISTED = 500

/** Ties the operations to what they need. */
export function openInvitations(deps: EnrolmentDeps): Invitations {
  const { db, clock } = deps.ground
  const view = (invitation: Invitation): InvitationView => viewOf(invitation, clock.now())
  return {
    async inviteExternal(sponsor, wish) {
      const organisationNid = organisationOf(sponsor)
      const validUntilMs = wish.validUntilMs ?? clock.now() + DEFAULT_VALIDITY_MS
      assertEnd(validUntilMs, clock.now())
      const address = parseAddress(wish.address)
      if (address === undefined) throw noAddress()
      const domain = await deps.sources.findDomain(address.domain)
      // Whose domain is an organisation's comes in as its agent, not as somebody's guest.
      if (domain !== undefined && domain.accountType !== 'external') {
        throw new MatrixError('M_THREEPID_DENIED', { message: 'People of that domain enrol with their own organisation' })
      }
      const { roomId } = wish
      if (roomId !== undefined) await deps.sources.rooms.assertMayInviteExternals(sponsor.userId, roomId)
      return view(await invite(deps, sponsor, { address: address.address, organisationNid, accountType: 'external', validUntilMs, roomId }))
    },
    async inviteMember(sponsor, organisationNid, text) {
      const address = parseAddress(text)
      if (address === undefined) throw noAddress()
      const domain = await deps.sources.findDomain(address.domain)
      if (domain?.organisationNid !== organisationNid || domain.enrolment !== 'invitation') {
        throw new MatrixError('M_THREEPID_DENIED', { message: 'That domain is none of the organisation’s that has invitations' })
      }
      return view(await invite(deps, sponsor, { address: address.address, organisationNid, accountType: domain.accountType, validUntilMs: undefined }))
    },
    list: async (sponsor) => (await listInvitationsOf(db, sponsor.userNid, MAX_LISTED)).map(view),
    async revoke(sponsor, invitationId) {
      if (!(await revokeInvitation(db, invitationId, { sponsorUserNid: sponsor.userNid, now: clock.now() }))) throw unknown()
    },
    async extend(sponsor, invitationId, validUntilMs) {
      organisationOf(sponsor)
      return view(await extend(deps, sponsor, { invitationId, validUntilMs }))
    },
  }
}

interface Wish {
  address: string
  organisationNid: number
  accountType: EnrolledType
  validUntilMs: number | undefined
  roomId?: string | undefined
}

/** Says the same whether or not the address has an account; its owner is told where it has. */
async function invite(deps: EnrolmentDeps, sponsor: Sponsor, wish: Wish): Promise<Invitation> {
  const { ground, settings, sources, mail } = deps
  const now = ground.clock.now()
  const organisation = await sources.findOrganisation(wish.organisationNid)
  if (organisation === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'There is no organisation to invite to' })
  const invitation = {
    ...wish,
    invitationId: ground.random.text(24),
    sponsorUserNid: sponsor.userNid,
    validUntilMs: wish.validUntilMs ?? null,
    roomId: wish.roomId ?? null,
    createdAtMs: now,
    expiresAtMs: Math.min(now + OPEN_MS, wish.validUntilMs ?? Number.POSITIVE_INFINITY),
  }
  const guestNid = invitation.roomId === null ? null : await findGuest(deps, wish.address)
  const names = { serverName: settings.serverName, organisation: organisation.name }
  const about = { sponsor: await sources.nameOf(sponsor.userId), url: `${settings.publicUrl}/enrol` }
  await ground.db.transaction().execute(async (tx) => {
    await lockSponsor(tx, sponsor.userNid)
    if ((await countInvitations(tx, sponsor.userNid, now - DAY_MS)) >= MAX_PER_DAY) {
      throw new MatrixError('M_LIMIT_EXCEEDED', { message: `${MAX_PER_DAY} invitations a day are the most`, fields: { retry_after_ms: DAY_MS } })
    }
    await insertInvitation(tx, { ...invitation, guestNid })
    await mail.send(invitationMail(wish.address, about, names), tx)
  })
  if (guestNid !== null) await inviteGuests(deps, guestNid)
  return { ...invitation, userNid: null, revokedAtMs: null }
}

/** The account of somebody from outside who has one already: they are invited to the room at once. */
async function findGuest({ accounts }: EnrolmentDeps, address: string): Promise<number | null> {
  const account = await accounts.findByAddress(address)
  return account?.accountType === 'external' && account.state === 'active' ? account.userNid : null
}

async function extend(deps: EnrolmentDeps, sponsor: Sponsor, to: { invitationId: string; validUntilMs: number }): Promise<Invitation> {
  const { db } = deps.ground
  const invitation = await findInvitationOf(db, to.invitationId, sponsor.userNid)
  if (invitation === undefined || invitation.userNid === null || invitation.accountType !== 'external') throw unknown()
  assertEnd(to.validUntilMs, deps.ground.clock.now())
  await deps.accounts.renew(invitation.userNid, to.validUntilMs, (tx) => setInvitationEnd(tx, to.invitationId, to.validUntilMs))
  return { ...invitation, validUntilMs: to.validUntilMs }
}

function organisationOf({ accountType, organisationNid }: Sponsor): number {
  if (organisationNid === undefined || !accountTypePolicyOf(accountType).sponsors) {
    throw new MatrixError('M_FORBIDDEN', { message: 'Only agents of an organisation invite people from outside' })
  }
  return organisationNid
}

function assertEnd(validUntilMs: number, now: number): void {
  if (validUntilMs > now && validUntilMs <= now + MAX_VALIDITY_MS) return
  throw new MatrixError('M_INVALID_PARAM', { message: 'valid_until_ts lies in the future, at most a year away' })
}

function viewOf({ invitationId, address, createdAtMs, expiresAtMs, validUntilMs, userNid, revokedAtMs, roomId }: Invitation, now: number): InvitationView {
  const state = userNid !== null ? 'accepted' : revokedAtMs !== null ? 'revoked' : expiresAtMs <= now ? 'expired' : 'open'
  return { invitationId, address, state, createdAtMs, expiresAtMs, validUntilMs: validUntilMs ?? undefined, roomId: roomId ?? undefined }
}

function unknown(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'You have no such invitation' })
}

function noAddress(): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message: 'That is no address that mail can be sent to' })
}
