// POST /_matrix/client/v3/account/password
import { changePassword } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Sets a new password. */
export function changePasswordRoute(accounts: Accounts): Route {
  return route(changePassword, async ({ session, body }) => {
    const { new_password: password, logout_devices: logoutDevices = true } = body
    await accounts.changePassword(session, password === undefined ? undefined : { password, logoutDevices }, body.auth)
    return {}
  })
}
