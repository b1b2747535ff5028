// POST /_synapse/admin/v1/reset_password/{userId}
import { adminResetPassword } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Sets an account's password. */
export function adminResetPasswordRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminResetPassword, async ({ params, body }) => {
    const { new_password: password, logout_devices: logoutDevices = true } = body
    await admin.accounts.setPassword(params.userId, { password, logoutDevices })
    return {}
  })
}
