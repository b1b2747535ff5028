// POST /_chappe/desk/v1/accounts/{userId}/devices/{deviceId}/approve
import { approveDeskDevice } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { deskCallOf } from '../../../desk-call.ts'
import type { DeskAccounts } from '../accounts.ts'

/** Ends the probation of a new device; its owner is told. */
export function approveDeskDeviceRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(approveDeskDevice, async (call) => {
    const { userId, deviceId } = call.params
    await accounts.approveDevice(deskCallOf(approveDeskDevice, call), { userId, deviceId, ...call.body })
    return {}
  })
}
