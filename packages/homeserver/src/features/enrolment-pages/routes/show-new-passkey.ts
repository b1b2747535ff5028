// GET /enrol/passkey
import { showNewPasskey } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { EnrolmentPages } from '../enrolment-pages.ts'

/** The page on which a passkey is made. */
export function showNewPasskeyRoute(enrolmentPages: EnrolmentPages): Route {
  return pageRoute(showNewPasskey, ({ request, query }) =>
    enrolmentPages.showPasskey({ headers: request.headers, from: webOriginOf(request) }, query.lang))
}
