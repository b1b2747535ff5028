// GET /account/{section}
import { showAccountSection } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { AccountPages } from '../account-pages.ts'

/** A page of an account. */
export function showAccountSectionRoute(accountPages: AccountPages): Route {
  return pageRoute(showAccountSection, ({ request, query, params }) =>
    accountPages.showSection({ headers: request.headers, from: webOriginOf(request) }, params.section, query))
}
