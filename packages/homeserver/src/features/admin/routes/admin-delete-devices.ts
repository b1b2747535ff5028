// POST /_synapse/admin/v2/users/{userId}/delete_devices
import { adminDeleteDevices } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Ends several devices of a user. */
export function adminDeleteDevicesRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminDeleteDevices, async ({ params, body }) => {
    await admin.accounts.endDevices(params.userId, { ids: body.devices })
    return {}
  })
}
