// POST /_chappe/desk/v1/accounts/{userId}/contain
import { containAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskContainment } from '../containment.ts'

/** Stops an account everywhere: answers when nothing more is served to it. Opens a case where none is named. */
export function containAccountRoute({ route }: DeskPorts, containment: DeskContainment): Route {
  return route(containAccount, async (call) => {
    const done = await containment.contain(deskCallOf(containAccount, call), { userId: call.params.userId, ...call.body })
    return {
      state: 'contained' as const,
      containment_id: done.containmentNid,
      case_id: done.caseNid,
      contained_at_ms: done.containedAtMs,
      effects: { ...done.effects },
    }
  })
}
