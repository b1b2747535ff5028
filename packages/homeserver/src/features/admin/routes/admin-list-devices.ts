// GET /_synapse/admin/v2/users/{userId}/devices
import { adminListDevices } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { deviceAnswer } from './answers.ts'

/** The devices of a user. */
export function adminListDevicesRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminListDevices, async ({ params, tap }) => {
    const devices = await admin.accounts.listDevices(params.userId)
    const answer = { devices: devices.map((device) => deviceAnswer(params.userId, device)), total: devices.length }
    return tap.reveal(answer, [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
