// Every route of signing in.
import type { Route } from '../../../http/route.ts'
import type { SignIn } from '../sign-in.ts'
import { showRegistrationRoute } from './show-registration.ts'
import { showSignInRoute } from './show-sign-in.ts'
import { submitRegistrationRoute } from './submit-registration.ts'
import { submitSignInRoute } from './submit-sign-in.ts'

/** The routes, tied to their operations. */
export function signInRoutes(signIn: SignIn): Route[] {
  return [showSignInRoute(signIn), submitSignInRoute(signIn), showRegistrationRoute(signIn), submitRegistrationRoute(signIn)]
}
