// GET /_matrix/client/v1/register/m.login.registration_token/validity
import { registrationTokenValidity } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Whether a registration token would be taken now. */
export function registrationTokenValidityRoute(accounts: Accounts): Route {
  return route(registrationTokenValidity, async ({ query }) => ({ valid: await accounts.isTokenGood(query.token) }))
}
