// What the parts of the provider share.
import type { ProfilePolicy } from '@chappe/policy'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Alerts } from '../../alerts.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Proofs } from '../../http/dpop.ts'
import type { RateLimits } from '../../http/rate-limits.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import type { WebSessions } from '../../web-session.ts'
import type { OAuthDevices } from '../accounts/accounts.ts'

/** What the feature is given. */
export interface OAuthDeps {
  db: Db
  clock: Clock
  random: Random
  logger: Logger
  ports: OAuthPorts
  settings: OAuthSettings
}

/** The other features and parts of the server that it speaks to. */
export interface OAuthPorts {
  /** Devices and their tokens, which are ours and not the library's. */
  devices: OAuthDevices
  /** Who is signed in to the pages. */
  webSessions: WebSessions
  alerts: Alerts
  rateLimits: RateLimits
  /** Judges proofs that tokens are bound by. */
  proofs: Proofs
  /** Calls to other identity providers. */
  outgoing: Outgoing
  /** What a device that asks by a code has to have signed, and whose passkey it was; throws `M_FORBIDDEN`. */
  passkeys: {
    signInOptions(target: string): Promise<object>
    signIn(answer: string, more: { target: string }): Promise<{ userId: string; userNid: number }>
  }
}

/** The part of the configuration it reads. */
export interface OAuthSettings {
  /** The issuer, and where everything is reached. */
  publicUrl: string
  /** The file of the key that signs ID tokens; without one a key is made for the life of the process. */
  keyPath: string | undefined
  /** Files that describe other identity providers. */
  identityProviders: readonly string[]
  /** Devices may ask to be let in by a code. */
  hasDeviceGrant: boolean
  /** Which applications sign people in beside our own: any, or those at these hosts. */
  clients: 'any' | readonly string[]
  policy: Pick<ProfilePolicy, 'legacySso'>
}

/** A request below `/oauth2/`, with where it comes from. */
export interface Asked {
  request: IncomingMessage
  response: ServerResponse
  ip: string
}
