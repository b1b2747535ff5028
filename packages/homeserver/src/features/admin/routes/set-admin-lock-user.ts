// PUT /_matrix/client/v1/admin/lock/{userId}
import { setAdminLockUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { isLocked } from './answers.ts'

/** Sets whether an account is locked. */
export function setAdminLockUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, setAdminLockUser, async ({ session, params, body }) => {
    const { userId } = await admin.getModerated(session, params.userId)
    return { locked: isLocked(await admin.accounts.setStanding(userId, { isLocked: body.locked })) }
  })
}
