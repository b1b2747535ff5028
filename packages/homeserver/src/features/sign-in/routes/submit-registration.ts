// POST /register
import { submitRegistration } from '@chappe/contract'
import { readForm } from '../../../http/form-body.ts'
import type { Route } from '../../../http/route.ts'
import { pageRoute } from '../../../pages/refusal.ts'
import { webOriginOf } from '../../../web-session.ts'
import type { SignIn } from '../sign-in.ts'

/** Makes an account. */
export function submitRegistrationRoute(signIn: SignIn): Route {
  return pageRoute(submitRegistration, async ({ request }) =>
    signIn.submitRegistration({ headers: request.headers, from: webOriginOf(request) }, await readForm(request.stream)))
}
