// GET /_matrix/client/v1/admin/suspend/{userId}
import { getAdminSuspendUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { isSuspended } from './answers.ts'

/** Whether an account is suspended. */
export function getAdminSuspendUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, getAdminSuspendUser, async ({ session, params }) => ({
    suspended: isSuspended(await admin.getModerated(session, params.userId)),
  }))
}
