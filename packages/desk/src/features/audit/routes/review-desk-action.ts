// POST /_chappe/desk/v1/audit/{actionId}/review
import { reviewDeskAction } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskReview } from '../review.ts'

/** Says that what one person did alone was looked at afterwards. */
export function reviewDeskActionRoute({ route }: DeskPorts, review: DeskReview): Route {
  return route(reviewDeskAction, async (call) => {
    await review.reviewAction(deskCallOf(reviewDeskAction, call), numberOf(call.params.actionId, 'act'), call.body)
    return {}
  })
}
