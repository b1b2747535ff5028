// GET /_chappe/desk/v1/recoveries
import { listRecoveries } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskRecoveries } from '../recoveries.ts'

/** Who is to be let in again and waits for the second of the two. */
export function listRecoveriesRoute({ route }: DeskPorts, recoveries: DeskRecoveries): Route {
  return route(listRecoveries, async ({ session, tap }) => {
    const found = await recoveries.list(session)
    const body = {
      recoveries: found.map((each) => ({
        recovery_id: each.recoveryId,
        user_id: each.userId,
        asked_by: each.askedBy,
        asked_as: each.askedAs,
        asked_at_ms: each.askedAtMs,
        expires_at_ms: each.expiresAtMs,
        reason: each.reason,
        may_agree: each.mayAgree,
      })),
    }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'recoveries' }])
  })
}
