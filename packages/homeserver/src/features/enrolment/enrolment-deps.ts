// What enrolment asks of others.
import type { AccountState, EnrolledType, Enrolment as EnrolmentRule, MailAddress } from '@chappe/policy'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Mail, MailMessage } from '../../mail.ts'

/** An account as enrolment sees it. */
export interface KnownAccount {
  userId: string
  userNid: number
  state: AccountState
  accountType: EnrolledType
  organisationNid: number | null
  validUntilMs: number | null
}

/** What it asks of accounts. */
export interface EnrolmentAccounts {
  create(
    wish: { address: string; organisationNid: number; accountType: EnrolledType; validUntilMs: number | undefined; displayName: string },
    first: (tx: Tx) => Promise<void>,
  ): Promise<{ userId: string; userNid: number }>
  find(userId: string): Promise<KnownAccount | undefined>
  findByAddress(address: string): Promise<KnownAccount | undefined>
  listAddresses(userNid: number): Promise<{ address: string }[]>
  addAddress(tx: Tx, userNid: number, address: string): Promise<void>
  renew(userNid: number, validUntilMs: number | undefined, first: (tx: Tx) => Promise<void>): Promise<void>
}

/** What enrolment shows addresses for. */
type Purpose = 'enrolment' | 'renewal'

/** What it asks of proofs of addresses. */
export interface EnrolmentProofs {
  readonly isOn: boolean
  begin(wish: {
    purpose: Purpose
    address: string
    lifetimeMs: number
    compose: ((secrets: { proofId: string; code: string; token: string }) => MailMessage) | undefined
  }): Promise<{ proofId: string }>
  prove(proofId: string, by: { code: string } | { token: string }): Promise<{ proofId: string; purpose: string; address: string; secret: string } | undefined>
  find(proofId: string, secret: string, purpose: Purpose): Promise<{ address: string } | undefined>
  take(tx: Tx, proofId: string, secret: string, purpose: Purpose): Promise<{ address: string } | undefined>
  endAllOf(address: string): Promise<void>
  /** The page that does what a proof is for. */
  linkOf(secrets: { proofId: string; token: string }): string
}

/** Whose a domain is, and who is in an organisation's own directory. */
export interface EnrolmentSources {
  findDomain(domain: string): Promise<{ organisationNid: number; accountType: EnrolledType; enrolment: EnrolmentRule } | undefined>
  findOrganisation(organisationNid: number): Promise<{ organisationId: string; name: string } | undefined>
  /** The name that others see of somebody. */
  nameOf(userId: string): Promise<string>
  /** Somebody whom a directory has and counts as active. */
  findPerson(organisationNid: number, address: MailAddress): Promise<{ displayName: string } | undefined>
  rooms: EnrolmentRooms
}

/** What it asks of rooms: people from outside are invited to one as well. */
export interface EnrolmentRooms {
  /** Throws `M_FORBIDDEN` where somebody may invite nobody from outside to a room, for whatever reason. */
  assertMayInviteExternals(userId: string, roomId: string): Promise<void>
  /** Invites in the name of somebody who is not there. Throws `M_FORBIDDEN` where they may not any more. */
  invite(invitation: { sponsor: string; roomId: string; guest: string }): Promise<void>
}

/** What the operations need. */
export interface EnrolmentDeps {
  ground: { db: Db; clock: Clock; random: Random; logger: Logger }
  accounts: EnrolmentAccounts
  proofs: EnrolmentProofs
  mail: Mail
  sources: EnrolmentSources
  settings: {
    serverName: string
    publicUrl: string
    /** How long an agent's address counts as shown; 0: for ever. */
    validityMonths: number
  }
}

const MONTH_MS = 30.4375 * 86_400_000

/** Until when an account of a kind is good that is confirmed now, unless an invitation says so; undefined: for ever. */
export function validityOf({ ground, settings }: EnrolmentDeps, type: EnrolledType): number | undefined {
  if (type !== 'agent' || settings.validityMonths === 0) return undefined
  return ground.clock.now() + Math.round(settings.validityMonths * MONTH_MS)
}
