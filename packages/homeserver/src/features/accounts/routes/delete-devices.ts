// POST /_matrix/client/v3/delete_devices
import { deleteDevices } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Ends several of the caller's devices. */
export function deleteDevicesRoute(accounts: Accounts): Route {
  return route(deleteDevices, async ({ session, body }) => {
    await accounts.deleteDevices(session, body.devices, body.auth)
    return {}
  })
}
