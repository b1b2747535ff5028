// GET /_matrix/client/v3/devices
import { listDevices } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { deviceAnswer } from './answers.ts'

/** Lists the caller's devices. */
export function listDevicesRoute(accounts: Accounts): Route {
  return route(listDevices, async ({ session }) => {
    const devices = await accounts.listDevices(session)
    return { devices: devices.map(deviceAnswer) }
  })
}
