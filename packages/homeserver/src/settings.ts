// What the composition root brings: the part of the configuration that the homeserver reads, and the ground it stands on.
import type { FastifyInstance } from 'fastify'
import type { AccessibilitySettings } from './features/accessibility/accessibility.ts'
import type { LdapSettings } from './features/directory-sources/directory-sources.ts'
import type { CallSettings, SupportContacts } from './features/server-info/server-info.ts'
import type { ListenAddress } from './config/types.ts'
import type { FoundationOptions, Role } from './foundation.ts'
import type { Extension, HomeserverPorts } from './ports.ts'
import type { OutgoingSettings } from './outgoing/outgoing.ts'

/** The part of the configuration that the homeserver reads. */
export interface HomeserverSettings {
  serverName: string
  /** Where the keys are; without them the key of ID tokens lives as long as the process. */
  dataDir?: string | undefined
  signingKeyPath?: string | undefined
  /** Left out: `writer`. */
  role?: Role | undefined
  /** Where other processes of the installation reach this one; left out: nowhere. */
  internalListen?: ListenAddress | undefined
  profile: 'government' | 'matrix'
  rateLimits: boolean
  publicUrl: string
  trustedProxies: readonly string[]
  registrationSharedSecret?: string | undefined
  registrationRequiresToken?: boolean | undefined
  policyServerKey?: string | undefined
  /** The mail server; see `features/mail`. */
  mailUrl?: string | undefined
  mailFrom?: string | undefined
  /** An organisation's LDAP directory. */
  ldap?: LdapSettings | undefined
  /** How long an agent's address counts as shown; left out: 12 months; 0: for ever. */
  validityMonths?: number | undefined
  /** Whom somebody turns to whose account is stopped, in words: a telephone number, an address, a page. */
  helpDesk?: string | undefined
  /** What the operator says of how accessible the service is. */
  accessibility?: AccessibilitySettings | undefined
  /** Whom to ask for help, for `/.well-known/matrix/support`. */
  support?: SupportContacts | undefined
  media: {
    dir: string
    maxUploadBytes: number
    /** Where these are left out, the policy of the profile decides. */
    maxBytesPerAccount?: number | undefined
    maxUploadsPerDay?: number | undefined
    urlPreviews?: boolean | undefined
  }
  /** How many days messages are kept where a room says nothing; left out: the profile decides. */
  /** New passwords have to be long, unknown, and not made of names, however they are set; left out: on the page only. */
  strongPasswords?: boolean | undefined
  /** A file of passwords that are known from breaches. */
  breachedPasswords?: string | undefined
  /** Devices may ask to be let in by a code; left out: the profile decides. */
  deviceGrant?: boolean | undefined
  /** Which applications sign people in beside our own: any, or those of these hosts; left out: the profile decides. */
  clients?: 'any' | readonly string[] | undefined
  signInDays?: { agents?: number | undefined; externals?: number | undefined; idle?: number | undefined } | undefined
  retention?: { forums?: number | undefined; rooms?: number | undefined } | undefined
  /** Files that describe other identity providers. */
  identityProviders?: readonly string[] | undefined
  /** Registration files of application services. */
  appservices?: readonly string[] | undefined
  /** Servers that calls go through. */
  calls?: CallSettings | undefined
  /** Mails about what was not read for so many hours (0: none), at most one in so many. */
  missedMail?: { afterHours: number; everyHours: number } | undefined
  /** Push gateways that clients may use (none: the profile decides), and push services of browsers (none: no Web Push). */
  push?: { gateways?: readonly string[]; webPushServices?: readonly string[] } | undefined
  /** How many months the ledger keeps rows (left out: 12), who cosigns it, and how much of it may wait in a spool. */
  ledger?: { keepMonths: number; witnesses: readonly { url: string; key: string }[]; spoolBytesMax?: number } | undefined
  /** Without it only public addresses are called. */
  outgoing?: OutgoingSettings | undefined
}

/** What the composition root brings. */
export interface HomeserverOptions extends Omit<FoundationOptions, 'settings'> {
  settings: HomeserverSettings
  /** Ties in what stands beside the homeserver and acts through its ports, such as the desk: gives back its routes. */
  extend?: ((ports: HomeserverPorts) => Promise<Extension> | Extension) | undefined
  /** Adds paths that are no endpoints, such as the files of the apps for browsers; before anything listens. */
  dress?: ((http: FastifyInstance) => Promise<void>) | undefined
  /** Another process has taken the database's writer over: this one must end. */
  onFenced?: (() => void) | undefined
  /** Told after something was handed to the operating system for somebody; for those who measure it. */
  served?: ((userId: string) => void) | undefined
}
