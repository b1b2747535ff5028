// POST /_chappe/desk/v1/break_glass/{actionId}/review
import { reviewBreakGlass } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Audit } from '../audit.ts'

/** Notes what an auditor has found. */
export function reviewBreakGlassRoute({ route }: DeskPorts, audit: Audit): Route {
  return route(reviewBreakGlass, async (call) => {
    const actionId = numberOf(call.params.actionId, 'act')
    await audit.review(deskCallOf(reviewBreakGlass, call), { actionId, finding: call.body.reason })
    return {}
  })
}
