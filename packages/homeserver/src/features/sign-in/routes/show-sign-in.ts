// GET /signin
import { showSignIn } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { SignIn } from '../sign-in.ts'

/** The page to sign in on. */
export function showSignInRoute(signIn: SignIn): Route {
  return pageRoute(showSignIn, ({ query, request }) => signIn.show({ headers: request.headers, from: webOriginOf(request) }, query))
}
