// PUT /_synapse/admin/v2/users/{userId}/devices/{deviceId}
import { adminUpdateDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Renames a device of a user. */
export function adminUpdateDeviceRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminUpdateDevice, async ({ params, body }) => {
    await admin.accounts.renameDevice(params.userId, params.deviceId, body.display_name)
    return {}
  })
}
