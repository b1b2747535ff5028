// POST /step-up
import { submitStepUp } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { AccountPages } from '../account-pages.ts'

/** Takes the touch of a passkey. */
export function submitStepUpRoute(accountPages: AccountPages): Route {
  return pageRoute(submitStepUp, async ({ request }) =>
    accountPages.submitStepUp({ headers: request.headers, from: webOriginOf(request) }, await readForm(request.stream)))
}
