// GET /_synapse/admin/v1/users/{userId}/admin
import { adminGetUserAdmin } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Whether an account is an administrator. */
export function adminGetUserAdminRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminGetUserAdmin, async ({ params }) => ({ admin: (await admin.accounts.get(params.userId)).isAdmin }))
}
