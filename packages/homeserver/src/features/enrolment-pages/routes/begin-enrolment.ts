// POST /enrol
import { beginEnrolment } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { EnrolmentPages } from '../enrolment-pages.ts'

/** Takes a one-time link. */
export function beginEnrolmentRoute(enrolmentPages: EnrolmentPages): Route {
  return pageRoute(beginEnrolment, async ({ request }) =>
    enrolmentPages.takeLink({ headers: request.headers, from: webOriginOf(request) }, await readForm(request.stream)))
}
