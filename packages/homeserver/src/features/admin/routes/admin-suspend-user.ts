// PUT /_synapse/admin/v1/suspend/{userId}
import { adminSuspendUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { isSuspended } from './answers.ts'

/** Sets whether an account is suspended. */
export function adminSuspendUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminSuspendUser, async ({ session, params, body }) => {
    const { userId } = await admin.getModerated(session, params.userId)
    return { [`user_${userId}_suspended`]: isSuspended(await admin.accounts.setStanding(userId, { isSuspended: body.suspend })) }
  })
}
