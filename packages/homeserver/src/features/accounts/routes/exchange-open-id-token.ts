// GET /_matrix/federation/v1/openid/userinfo
import { exchangeOpenIdToken, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Who an OpenID token stands for. */
export function exchangeOpenIdTokenRoute(accounts: Accounts): Route {
  return route(exchangeOpenIdToken, async ({ query }) => {
    if (query.access_token === undefined) throw new MatrixError('M_MISSING_TOKEN')
    return { sub: await accounts.openIdUserOf(query.access_token) }
  })
}
