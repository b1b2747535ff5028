// PUT /_matrix/client/v1/admin/suspend/{userId}
import { setAdminSuspendUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { isSuspended } from './answers.ts'

/** Sets whether an account is suspended. */
export function setAdminSuspendUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, setAdminSuspendUser, async ({ session, params, body }) => {
    const { userId } = await admin.getModerated(session, params.userId)
    return { suspended: isSuspended(await admin.accounts.setStanding(userId, { isSuspended: body.suspended })) }
  })
}
