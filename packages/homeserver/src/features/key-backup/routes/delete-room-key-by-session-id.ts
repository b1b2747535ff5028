// DELETE /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}
import { deleteRoomKeyBySessionId } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Deletes the keys of one session. */
export function deleteRoomKeyBySessionIdRoute(backup: KeyBackup): Route {
  return route(deleteRoomKeyBySessionId, ({ session, params, query }) =>
    backup.deleteSessions(session, query.version, params),
  )
}
