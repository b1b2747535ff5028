// POST /_matrix/client/v3/register
import { register } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Makes an account and signs its first device in. */
export function registerRoute(accounts: Accounts): Route {
  return route(register, async ({ body }) => {
    const made = await accounts.register({
      username: body.username,
      password: body.password,
      deviceId: body.device_id,
      displayName: body.initial_device_display_name,
    })
    return { user_id: made.userId, access_token: made.accessToken, device_id: made.deviceId }
  })
}
