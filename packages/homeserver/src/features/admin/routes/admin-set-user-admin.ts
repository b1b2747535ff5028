// PUT /_synapse/admin/v1/users/{userId}/admin
import { adminSetUserAdmin, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Sets whether an account is an administrator. */
export function adminSetUserAdminRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminSetUserAdmin, async ({ session, params, body }) => {
    // Somebody stays who can take it back.
    if (session.userId === params.userId && !body.admin) throw new MatrixError('M_INVALID_PARAM', { message: 'You cannot demote yourself' })
    await admin.accounts.setStanding(params.userId, { isAdmin: body.admin })
    return {}
  })
}
