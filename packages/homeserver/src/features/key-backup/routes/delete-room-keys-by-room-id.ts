// DELETE /_matrix/client/v3/room_keys/keys/{roomId}
import { deleteRoomKeysByRoomId } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Deletes the keys of one room. */
export function deleteRoomKeysByRoomIdRoute(backup: KeyBackup): Route {
  return route(deleteRoomKeysByRoomId, ({ session, params, query }) =>
    backup.deleteSessions(session, query.version, { roomId: params.roomId }),
  )
}
