// DELETE /_matrix/client/v3/devices/{deviceId}
import { deleteDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Ends one of the caller's devices. */
export function deleteDeviceRoute(accounts: Accounts): Route {
  return route(deleteDevice, async ({ session, params, body }) => {
    await accounts.deleteDevice(session, params.deviceId, body.auth)
    return {}
  })
}
