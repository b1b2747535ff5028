// What the composition root brings: the part of the configuration that the homeserver reads, and the ground it stands on.
import type { SupportContacts } from './features/server-info/server-info.ts'
import type { FoundationOptions } from './foundation.ts'

/** The part of the configuration that the homeserver reads. */
export interface HomeserverSettings {
  serverName: string
  profile: 'government' | 'matrix'
  rateLimits: boolean
  publicUrl: string
  trustedProxies: readonly string[]
  registrationSharedSecret?: string | undefined
  registrationRequiresToken?: boolean | undefined
  policyServerKey?: string | undefined
  /** Whom to ask for help, for `/.well-known/matrix/support`. */
  support?: SupportContacts | undefined
  media: { dir: string; maxUploadBytes: number }
}

/** What the composition root brings. */
export interface HomeserverOptions extends FoundationOptions {
  settings: HomeserverSettings
  /** Another process has taken the database's writer over: this one must end. */
  onFenced?: (() => void) | undefined
}
