// POST /_synapse/admin/v1/deactivate/{userId}
import { adminDeactivateUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Closes an account for good. */
export function adminDeactivateUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminDeactivateUser, async ({ params, body }) => {
    await admin.accounts.close(params.userId, body.erase ?? false)
    return { id_server_unbind_result: 'success' as const }
  })
}
