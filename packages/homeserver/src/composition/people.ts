// Accounts and who acts as them, with the mail that proves whose an address is.
import { policyOf } from '@chappe/policy'
import type { Accounts, IsBreached, Sessions } from '../features/accounts/accounts.ts'
import { assertBreachedPasswords, createAccounts, newPasswordMail, openBreachedPasswords } from '../features/accounts/accounts.ts'
import type { AddressProofs } from '../features/address-proofs/address-proofs.ts'
import { createAddressProofs } from '../features/address-proofs/address-proofs.ts'
import type { Appservices } from '../features/appservices/appservices.ts'
import { createAppservices } from '../features/appservices/appservices.ts'
import type { MailFeature } from '../features/mail/mail.ts'
import { createMail } from '../features/mail/mail.ts'
import type { Foundation } from '../foundation.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import type { HomeserverSettings } from '../settings.ts'
import { openSessions } from './sessions.ts'

/** What the other features are tied to. */
export interface People {
  sessions: Sessions
  appservices: Appservices
  accounts: Accounts
  mail: MailFeature
  proofs: AddressProofs
}

/** Ties them. */
export async function createPeople(foundation: Foundation, { settings, rateLimits }: { settings: HomeserverSettings; rateLimits: RateLimits }): Promise<People> {
  const { clock, random, logger, outgoing, database: { db } } = foundation
  const { serverName, appservices: files = [] } = settings
  const sessions = openSessions(foundation, settings)
  const appservices = createAppservices({ db, clock, logger, outgoing, settings: { serverName, files } })
  const mail = createMail({ db, clock, random, logger, settings })
  const proofs = createAddressProofs({ db, clock, random, mail })
  const accounts = createAccounts({
    db,
    clock,
    random,
    sessions,
    rateLimits,
    settings: { ...settings, policy: policyOf(settings.profile), appservices: appservices.names, ...addressesOf(settings, proofs), ...(await breachedOf(settings)) },
  })
  accounts.onNewPassword(async (tx, who) => {
    if (!mail.isOn) return
    const { serverName: name, publicUrl, helpDesk } = settings
    const addresses = (await accounts.stopping.listAddresses(who, tx)).slice(0, MAX_ADDRESSES)
    for (const address of addresses) await mail.send(newPasswordMail(address, { atMs: clock.now(), url: new URL('/account', publicUrl).href, serverName: name, helpDesk }), tx)
  })
  return { sessions, appservices, accounts, mail, proofs }
}

/** So many of somebody's addresses are written to. */
const MAX_ADDRESSES = 5

/** Where no mail server is configured, clients are offered nothing that takes a mail. */
function addressesOf({ mailUrl }: HomeserverSettings, proofs: AddressProofs): { addresses?: AddressProofs } {
  return mailUrl === undefined ? {} : { addresses: proofs }
}

async function breachedOf({ breachedPasswords: path }: HomeserverSettings): Promise<{ isBreached?: IsBreached }> {
  if (path === undefined) return {}
  await assertBreachedPasswords(path)
  return { isBreached: openBreachedPasswords(path) }
}
