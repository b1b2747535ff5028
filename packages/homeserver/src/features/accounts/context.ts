// What the operations of this feature share.
import type { ProfilePolicy } from '@chappe/policy'
import type { AppserviceNames } from '../../appservice-names.ts'
import type { Db } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { RateLimits } from '../../http/rate-limits.ts'
import type { Listeners } from './listeners.ts'
import type { OpenSessions } from './open-sessions.ts'
import type { Passwords } from './passwords.ts'
import type { Sessions } from './sessions.ts'

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
    /** Whom somebody turns to whose account is stopped. */
    helpDesk?: string | undefined
    /** Opens `/_synapse/admin/v1/register`; closed without it. */
    registrationSharedSecret?: string | undefined
    /** Whoever registers needs a token of an administrator; with it, registration is open in every profile. */
    registrationRequiresToken?: boolean | undefined
  }
}

/** What it makes of it. */
export interface AccountsContext extends AccountsDeps {
  passwords: Passwords
  listeners: Listeners
  /** Where the fallback pages find sessions of interactive authentication, whatever operation they are of. */
  openSessions: OpenSessions
}
