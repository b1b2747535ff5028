// GET /_synapse/admin/v1/users/{userId}/override_ratelimit
import { adminGetRateOverride } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { overrideAnswer } from './answers.ts'

/** The limits of their own that a user has. */
export function adminGetRateOverrideRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminGetRateOverride, async ({ params }) => overrideAnswer(await admin.getOverride(params.userId)))
}
