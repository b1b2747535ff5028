// POST /_chappe/client/v1/account/renewal
import { requestRenewal } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Enrolment } from '../enrolment.ts'

/** Sends the caller a mail by which their account goes on. */
export function requestRenewalRoute(enrolment: Enrolment): Route {
  return route(requestRenewal, async ({ session }) => {
    await enrolment.renewal.beginFor(session.userId)
    return {}
  })
}
