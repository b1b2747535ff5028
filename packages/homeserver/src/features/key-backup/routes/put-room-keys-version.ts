// PUT /_matrix/client/v3/room_keys/version/{version}
import { putRoomKeysVersion } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Replaces the authentication data of a version. */
export function putRoomKeysVersionRoute(backup: KeyBackup): Route {
  return route(putRoomKeysVersion, async ({ session, params, body }) => {
    await backup.setVersion(session, params.version, body)
    return {}
  })
}
