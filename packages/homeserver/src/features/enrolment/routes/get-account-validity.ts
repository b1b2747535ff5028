// GET /_chappe/client/v1/account/validity
import { getAccountValidity } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'

/** Says until when the caller's account is good. */
export function getAccountValidityRoute(enrolment: Enrolment): Route {
  return route(getAccountValidity, async ({ session }) => {
    const { validUntilMs, isRenewable } = await enrolment.renewal.standingOf(session.userId)
    return { valid_until_ts: validUntilMs, is_renewable: isRenewable }
  })
}
