// GET /_synapse/admin/v1/username_available
import { adminUsernameAvailable } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Whether a user name is free, also where registration is closed. */
export function adminUsernameAvailableRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminUsernameAvailable, async ({ query }) => {
    await admin.assertAvailable(query.username)
    return { available: true }
  })
}
