// GET /_matrix/client/v1/admin/lock/{userId}
import { getAdminLockUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { isLocked } from './answers.ts'

/** Whether an account is locked. */
export function getAdminLockUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, getAdminLockUser, async ({ session, params }) => ({
    locked: isLocked(await admin.getModerated(session, params.userId)),
  }))
}
