// GET /enrol/done
import { showEnrolmentDone } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { EnrolmentPages } from '../enrolment-pages.ts'

/** The page that says how to go on after enrolment. */
export function showEnrolmentDoneRoute(enrolmentPages: EnrolmentPages): Route {
  return pageRoute(showEnrolmentDone, ({ request, query }) =>
    enrolmentPages.showDone({ headers: request.headers, from: webOriginOf(request) }, query.lang))
}
