// DELETE /_matrix/client/v3/room_keys/keys
import { deleteRoomKeys } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Deletes the keys of every room. */
export function deleteRoomKeysRoute(backup: KeyBackup): Route {
  return route(deleteRoomKeys, ({ session, query }) =>
    backup.deleteSessions(session, query.version, {}),
  )
}
