// GET /register
import { showRegistration } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { SignIn } from '../sign-in.ts'

/** The page to make an account on. */
export function showRegistrationRoute(signIn: SignIn): Route {
  return pageRoute(showRegistration, ({ query, request }) =>
    signIn.showRegistration({ headers: request.headers, from: webOriginOf(request) }, query))
}
