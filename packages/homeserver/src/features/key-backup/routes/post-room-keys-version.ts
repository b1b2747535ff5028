// POST /_matrix/client/v3/room_keys/version
import { postRoomKeysVersion } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Makes a version. */
export function postRoomKeysVersionRoute(backup: KeyBackup): Route {
  return route(postRoomKeysVersion, async ({ session, body }) => ({
    version: await backup.createVersion(session, body),
  }))
}
