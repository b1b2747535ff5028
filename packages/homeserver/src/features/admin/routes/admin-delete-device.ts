// DELETE /_synapse/admin/v2/users/{userId}/devices/{deviceId}
import { adminDeleteDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Ends a device of a user. */
export function adminDeleteDeviceRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminDeleteDevice, async ({ params }) => {
    await admin.accounts.endDevices(params.userId, { ids: [params.deviceId] })
    return {}
  })
}
