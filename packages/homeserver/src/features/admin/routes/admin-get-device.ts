// GET /_synapse/admin/v2/users/{userId}/devices/{deviceId}
import { adminGetDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { deviceAnswer } from './answers.ts'

/** One device of a user. */
export function adminGetDeviceRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminGetDevice, async ({ params, tap }) => {
    const device = await admin.accounts.getDevice(params.userId, params.deviceId)
    return tap.reveal(deviceAnswer(params.userId, device), [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
