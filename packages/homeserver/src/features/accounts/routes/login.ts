// POST /_matrix/client/v3/login
import { login, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { bearerOf, signedInAnswer } from './answers.ts'

/** Signs a device in. */
export function loginRoute(accounts: Accounts): Route {
  return route(login, async ({ body, request }) => {
    const wish = {
      deviceId: body.device_id,
      displayName: body.initial_device_display_name,
      wantsRefresh: body.refresh_token,
      ip: request.ip,
    }
    if (body.type === 'm.login.token') {
      return signedInAnswer(await accounts.loginWithToken(body.token ?? '', wish), accounts.serverName)
    }
    if (body.type === 'm.login.application_service') {
      const user = body.identifier?.user ?? body.user ?? ''
      return signedInAnswer(await accounts.loginForAppservice(bearerOf(request.headers), user, wish), accounts.serverName)
    }
    if (body.type !== 'm.login.password') throw new MatrixError('M_UNKNOWN', { status: 400, message: 'Unknown type of login' })
    const { identifier } = body
    if (identifier !== undefined && identifier.type !== 'm.id.user') {
      throw new MatrixError('M_UNKNOWN', { status: 400, message: 'Only m.id.user identifiers are known here' })
    }
    const user = identifier?.user ?? body.user
    if (user === undefined || body.password === undefined) throw new MatrixError('M_MISSING_PARAM')
    return signedInAnswer(await accounts.loginWithPassword(user, body.password, wish), accounts.serverName)
  })
}
