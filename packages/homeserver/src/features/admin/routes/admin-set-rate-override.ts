// POST /_synapse/admin/v1/users/{userId}/override_ratelimit
import { adminSetRateOverride } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { overrideAnswer } from './answers.ts'

/** Gives a user limits of their own; 0 is none. */
export function adminSetRateOverrideRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminSetRateOverride, async ({ params, body }) => {
    const override = { perSecond: body.messages_per_second ?? 0, burst: body.burst_count ?? 0 }
    await admin.setOverride(params.userId, override)
    return overrideAnswer(override)
  })
}
