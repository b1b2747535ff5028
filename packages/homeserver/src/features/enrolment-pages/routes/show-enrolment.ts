// GET /enrol
import { showEnrolment } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { EnrolmentPages } from '../enrolment-pages.ts'

/** The page that a one-time link leads to. */
export function showEnrolmentRoute(enrolmentPages: EnrolmentPages): Route {
  return pageRoute(showEnrolment, ({ request, query }) =>
    enrolmentPages.showLink({ headers: request.headers, from: webOriginOf(request) }, query))
}
