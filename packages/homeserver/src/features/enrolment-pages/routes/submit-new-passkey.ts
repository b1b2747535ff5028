// POST /enrol/passkey
import { submitNewPasskey } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { EnrolmentPages } from '../enrolment-pages.ts'

/** Adds the passkey that a browser has made. */
export function submitNewPasskeyRoute(enrolmentPages: EnrolmentPages): Route {
  return pageRoute(submitNewPasskey, async ({ request }) =>
    enrolmentPages.addPasskey({ headers: request.headers, from: webOriginOf(request) }, await readForm(request.stream)))
}
