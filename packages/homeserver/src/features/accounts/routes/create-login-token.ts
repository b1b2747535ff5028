// POST /_matrix/client/v1/login/get_token
import { createLoginToken } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Makes a token for one further device. */
export function createLoginTokenRoute(accounts: Accounts): Route {
  return route(createLoginToken, async ({ session, body }) => {
    const made = await accounts.createLoginToken(session, body.auth)
    return { login_token: made.loginToken, expires_in_ms: made.expiresInMs }
  })
}
