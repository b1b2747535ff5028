// POST /_synapse/admin/v1/register
import { registerWithSecret } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { registeredAnswer } from './answers.ts'

/** Makes an account for whoever knows the shared secret. */
export function registerWithSecretRoute(accounts: Accounts): Route {
  return route(registerWithSecret, async ({ body }) => {
    const registered = await accounts.sharedSecret.register({
      nonce: body.nonce,
      username: body.username,
      password: body.password,
      isAdmin: body.admin ?? false,
      displayName: body.displayname,
      userType: body.user_type ?? undefined,
      inhibitLogin: body.inhibit_login ?? false,
      mac: body.mac,
    })
    const { enrolmentUrl } = registered
    const link = enrolmentUrl === undefined ? {} : { 'org.chappe.enrolment_url': enrolmentUrl }
    return { ...registeredAnswer(registered, accounts.serverName), ...link }
  })
}
