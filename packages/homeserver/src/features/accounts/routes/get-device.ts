// GET /_matrix/client/v3/devices/{deviceId}
import { getDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { deviceAnswer } from './answers.ts'

/** Gives one of the caller's devices. */
export function getDeviceRoute(accounts: Accounts): Route {
  return route(getDevice, async ({ session, params }) => deviceAnswer(await accounts.getDevice(session, params.deviceId)))
}
