// DELETE /_synapse/admin/v1/users/{userId}/override_ratelimit
import { adminDeleteRateOverride } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Takes a user's own limits away. */
export function adminDeleteRateOverrideRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminDeleteRateOverride, async ({ params }) => {
    await admin.deleteOverride(params.userId)
    return {}
  })
}
