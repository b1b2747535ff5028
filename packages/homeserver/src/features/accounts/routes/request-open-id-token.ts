// POST /_matrix/client/v3/user/{userId}/openid/request_token
import { requestOpenIdToken } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** A token by which the caller proves to a third party who they are. */
export function requestOpenIdTokenRoute(accounts: Accounts): Route {
  return route(requestOpenIdToken, async ({ session, params }) => {
    const { token, expiresInMs } = await accounts.requestOpenIdToken(session, params.userId)
    return {
      access_token: token,
      token_type: 'Bearer' as const,
      matrix_server_name: accounts.serverName,
      expires_in: expiresInMs / 1000,
    }
  })
}
