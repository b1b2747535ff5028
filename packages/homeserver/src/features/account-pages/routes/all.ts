// Every route of the pages of an account.
import type { Route } from '../../../http/route.ts'
import type { AccountPages } from '../account-pages.ts'
import { showAccountRoute } from './show-account.ts'
import { showAccountSectionRoute } from './show-account-section.ts'
import { submitAccountSectionRoute } from './submit-account-section.ts'
import { showStepUpRoute } from './show-step-up.ts'
import { submitStepUpRoute } from './submit-step-up.ts'

/** The routes, tied to their operations. */
export function accountPagesRoutes(accountPages: AccountPages): Route[] {
  return [
    showAccountRoute(accountPages),
    showAccountSectionRoute(accountPages),
    submitAccountSectionRoute(accountPages),
    showStepUpRoute(accountPages),
    submitStepUpRoute(accountPages),
  ]
}
