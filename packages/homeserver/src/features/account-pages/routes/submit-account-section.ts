// POST /account/{section}
import { submitAccountSection } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { AccountPages } from '../account-pages.ts'

/** Does what a form of an account page asks for. */
export function submitAccountSectionRoute(accountPages: AccountPages): Route {
  return pageRoute(submitAccountSection, async ({ request, params }) =>
    accountPages.submit({ headers: request.headers, from: webOriginOf(request) }, params.section, await readForm(request.stream)))
}
