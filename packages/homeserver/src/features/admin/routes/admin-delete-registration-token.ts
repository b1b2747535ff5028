// DELETE /_synapse/admin/v1/registration_tokens/{token}
import { adminDeleteRegistrationToken } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Removes a registration token. */
export function adminDeleteRegistrationTokenRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminDeleteRegistrationToken, async ({ params }) => {
    await admin.accounts.tokens.delete(params.token)
    return {}
  })
}
