// What the operations of this feature share.
import type { ProfilePolicy, SignInDays } from '@chappe/policy'
import type { AppserviceNames } from '../../appservice-names.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { RateLimits } from '../../http/rate-limits.ts'
import type { IsBreached } from './breached-passwords.ts'
import type { AroundNewDevice, Listeners } from './listeners.ts'
import type { OpenSessions } from './open-sessions.ts'
import type { Passwords } from './passwords.ts'
import type { Sessions } from './sessions.ts'

/** Addresses that somebody has shown to be theirs, for whoever keeps the secret of it. */
export interface ShownAddresses {
  readonly isOn: boolean
  find(proofId: string, secret: string, purpose: 'register' | 'password'): Promise<{ address: string } | undefined>
  /** Uses it up. */
  take(tx: Tx, proofId: string, secret: string, purpose: 'register' | 'password'): Promise<{ address: string } | undefined>
}

/** What the feature is given. */
export interface AccountsDeps {
  db: Db
  clock: Clock
  random: Random
  sessions: Sessions
  rateLimits: RateLimits
  settings: {
    serverName: string
    publicUrl: string
    policy: ProfilePolicy
    appservices: AppserviceNames
    /** Left out: nobody registers, or sets a new password, by mail. */
    addresses?: ShownAddresses | undefined
    /** Whom somebody turns to whose account is stopped. */
    helpDesk?: string | undefined
    /** New passwords have to be long, unknown, and not made of names, however they are set. */
    strongPasswords?: boolean | undefined
    /** Whether a password is known from a breach; left out: nobody knows. */
    isBreached?: IsBreached | undefined
    /** For how many days a sign-in holds, where the configuration says it. */
    signInDays?: (SignInDays & { idle?: number | undefined }) | undefined
    /** Opens `/_synapse/admin/v1/register`; closed without it. */
    registrationSharedSecret?: string | undefined
    /** Whoever registers needs a token of an administrator; with it, registration is open in every profile. */
    registrationRequiresToken?: boolean | undefined
  }
}

/** What passkeys do for accounts. They are tied later than accounts are, on which they stand. */
export interface Ways {
  /** What a device has to do before an act; nothing where its owner has touched a passkey just now. */
  challengeFor(session: { userId: string; userNid: number; deviceNid: number }, act: string): Promise<{ ticket: string; url: string } | undefined>
  /** A link with which somebody registers a first passkey. */
  issueLink(userNid: number): Promise<string>
}

/** What it makes of it. */
export interface AccountsContext extends AccountsDeps {
  passwords: Passwords
  listeners: Listeners
  /** Where the fallback pages find sessions of interactive authentication, whatever operation they are of. */
  openSessions: OpenSessions
  /** Filled in once everything is tied. */
  ways: { current?: Ways; aroundNewDevice?: AroundNewDevice }
}
