// GET /account
import { showAccount } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { AccountPages } from '../account-pages.ts'

/** The first page of an account. */
export function showAccountRoute(accountPages: AccountPages): Route {
  return pageRoute(showAccount, ({ request, query }) =>
    accountPages.show({ headers: request.headers, from: webOriginOf(request) }, query))
}
