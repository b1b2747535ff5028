// POST /_matrix/client/v3/register
import { register } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { bearerOf, registeredAnswer } from './answers.ts'

/** Makes an account and signs its first device in. */
export function registerRoute(accounts: Accounts): Route {
  return route(register, async ({ query, body: { auth, type, ...given }, request }) => {
    if (query.kind === 'guest') {
      const guest = await accounts.registerGuest(given.initial_device_display_name)
      return registeredAnswer(guest, accounts.serverName)
    }
    const input = {
      username: given.username,
      password: given.password,
      deviceId: given.device_id,
      displayName: given.initial_device_display_name,
      inhibitLogin: given.inhibit_login,
      wantsRefresh: given.refresh_token,
    }
    if (type === 'm.login.application_service') {
      return registeredAnswer(await accounts.registerForAppservice(bearerOf(request.headers), input), accounts.serverName)
    }
    const isEmpty = Object.keys(given).length === 0
    const registered = await accounts.register(isEmpty ? undefined : input, auth)
    return registeredAnswer(registered, accounts.serverName)
  })
}
