// POST /_chappe/desk/v1/audit/{actionId}/review
import { reviewDeskAction } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskReviews } from '../reviews.ts'

/** Says that what one person did alone was looked at afterwards. */
export function reviewDeskActionRoute({ route }: DeskPorts, reviews: DeskReviews): Route {
  return route(reviewDeskAction, async (call) => {
    await reviews.review(deskCallOf(reviewDeskAction, call), numberOf(call.params.actionId, 'act'), call.body)
    return {}
  })
}
