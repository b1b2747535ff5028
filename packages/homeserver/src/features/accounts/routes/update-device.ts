// PUT /_matrix/client/v3/devices/{deviceId}
import { updateDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Renames one of the caller's devices. */
export function updateDeviceRoute(accounts: Accounts): Route {
  return route(updateDevice, async ({ session, params, body }) => {
    await accounts.renameDevice(session, params.deviceId, body.display_name)
    return {}
  })
}
