// Push: the rules that say what notifies, and the pushers that say where to.
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Changes } from '../../streams/changes.ts'
import type { PushRules } from './push-rules.ts'
import { createPushRules } from './push-rules.ts'
import type { BrowserGateway, GatewaySettings, Pushers } from './pushers.ts'
import { createPushers } from './pushers.ts'

/** What the operations need. */
export interface PushDeps {
  db: Db
  changes: Changes
  clock: Clock
  settings: GatewaySettings
  browsers: BrowserGateway
}

/** The operations of this feature. */
export interface Push extends PushRules, Pushers {}

/** Ties the operations to what they need. */
export function createPush(deps: PushDeps): Push {
  return {
    ...createPushRules(deps),
    ...createPushers({ db: deps.db, clock: deps.clock, settings: deps.settings, browsers: deps.browsers }),
  }
}
