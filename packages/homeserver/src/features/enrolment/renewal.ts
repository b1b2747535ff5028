// Going on: an agent shows anew that the address still is theirs.
import { parseAddress } from '@chappe/policy'
import type { MailMessage } from '../../mail.ts'
import type { EnrolmentDeps, KnownAccount } from './enrolment-deps.ts'
import { validityOf } from './enrolment-deps.ts'
import { endingMail } from './enrolment-mails.ts'

/** The operations. */
export interface Renewal {
  /**
   * Sends the link by which an agent's account goes on, also after it has expired. For any other address nothing is
   * sent; whoever asks is not told.
   */
  begin(address: string): Promise<void>
  /** The same for somebody who is known already. */
  beginFor(userId: string): Promise<void>
  /** Until when an account is good, and whether its owner can make it go on. */
  standingOf(userId: string): Promise<{ validUntilMs: number | null; isRenewable: boolean }>
  /** The link was confirmed. */
  confirmed(address: string): Promise<void>
}

const LINK_MS = 24 * 3_600_000

/** Whether whose account it is can make it go on: agents do, externals have whoever vouches for them. */
export function isRenewable({ accountType, state }: Pick<KnownAccount, 'accountType' | 'state'>): boolean {
  return accountType === 'agent' && (state === 'active' || state === 'watched' || state === 'expired')
}

/** A day in words. */
export function dayOf(ms: number): { fr: string; en: string } {
  const inWords = (locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(ms)
  return { fr: inWords('fr-FR'), en: inWords('en-GB') }
}

/** Ties the operations to what they need. */
export function openRenewal(deps: EnrolmentDeps): Renewal {
  const { accounts, settings } = deps
  return {
    async begin(text) {
      const address = parseAddress(text)
      if (address === undefined) return
      const account = await accounts.findByAddress(address.address)
      await sendLink(deps, { address: address.address, account, lifetimeMs: LINK_MS })
    },
    async beginFor(userId) {
      const account = await accounts.find(userId)
      const [first] = account === undefined ? [] : await accounts.listAddresses(account.userNid)
      if (first !== undefined) await sendLink(deps, { address: first.address, account, lifetimeMs: LINK_MS })
    },
    async standingOf(userId) {
      const account = await accounts.find(userId)
      const canRenew = account !== undefined && isRenewable(account) && settings.validityMonths > 0 && deps.mail.isOn
      return { validUntilMs: account?.validUntilMs ?? null, isRenewable: canRenew && (await accounts.listAddresses(account.userNid)).length > 0 }
    },
    async confirmed(address) {
      const account = await accounts.findByAddress(address)
      if (account === undefined || !isRenewable(account)) return
      await accounts.renew(account.userNid, validityOf(deps, 'agent'), (tx) => accounts.addAddress(tx, account.userNid, address))
    },
  }
}

/** Sends the mail by which an account goes on. Without an account that can, nothing is sent, and it is counted as if. */
export async function sendLink(
  { proofs, settings, ground }: EnrolmentDeps,
  { address, account, lifetimeMs }: { address: string; account: KnownAccount | undefined; lifetimeMs: number },
): Promise<void> {
  const end = account?.validUntilMs ?? ground.clock.now()
  const compose = (secrets: { proofId: string; token: string }): MailMessage =>
    endingMail(address, { date: dayOf(end), url: proofs.linkOf(secrets) }, settings)
  const isDue = account !== undefined && isRenewable(account) && settings.validityMonths > 0
  await proofs.begin({ purpose: 'renewal', address, lifetimeMs, compose: isDue ? compose : undefined })
}
