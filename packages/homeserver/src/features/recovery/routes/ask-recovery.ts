// POST /_chappe/client/v1/recoveries
import { askRecovery } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Recovery } from '../recovery.ts'

/** Asks that somebody be let in again. */
export function askRecoveryRoute(recovery: Recovery): Route {
  return route(askRecovery, async ({ session, body }) => ({
    recovery_id: await recovery.ask(session, { userId: body.user_id, reason: body.reason }),
  }))
}
