// GET /_matrix/static/client/login
import { showLoginFallback } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { pageAnswer } from './answers.ts'

/** The page to sign in on, for clients without a form of their own. */
export function showLoginFallbackRoute(accounts: Accounts): Route {
  return route(showLoginFallback, ({ request }) =>
    pageAnswer(accounts.fallback.login(request.headers['accept-language'])),
  )
}
