// POST /signin
import { submitSignIn } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { SignIn } from '../sign-in.ts'

/** Signs a browser in. */
export function submitSignInRoute(signIn: SignIn): Route {
  return pageRoute(submitSignIn, async ({ request }) =>
    signIn.submit({ headers: request.headers, from: webOriginOf(request) }, await readForm(request.stream)))
}
