// DELETE /_matrix/client/v3/room_keys/version/{version}
import { deleteRoomKeysVersion } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Deletes a version. */
export function deleteRoomKeysVersionRoute(backup: KeyBackup): Route {
  return route(deleteRoomKeysVersion, async ({ session, params }) => {
    await backup.deleteVersion(session, params.version)
    return {}
  })
}
