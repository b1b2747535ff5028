// GET /step-up
import { showStepUp } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { AccountPages } from '../account-pages.ts'

/** The page on which a passkey is touched once more. */
export function showStepUpRoute(accountPages: AccountPages): Route {
  return pageRoute(showStepUp, ({ request, query }) =>
    accountPages.showStepUp({ headers: request.headers, from: webOriginOf(request) }, query))
}
