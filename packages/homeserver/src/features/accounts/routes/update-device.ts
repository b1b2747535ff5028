// PUT /_matrix/client/v3/devices/{deviceId}
import { updateDevice } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { JsonText } from '../../../http/reveal-tap.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Renames one of the caller's devices; "when a new device was created, the homeserver MUST return a 201". */
export function updateDeviceRoute(accounts: Accounts): Route {
  return route(updateDevice, async ({ session, params, body }) => {
    const isNew = await accounts.renameDevice(session, params.deviceId, body.display_name)
    return new JsonText('{}', isNew ? 201 : 200)
  })
}
