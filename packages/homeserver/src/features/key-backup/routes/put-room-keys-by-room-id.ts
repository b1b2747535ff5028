// PUT /_matrix/client/v3/room_keys/keys/{roomId}
import { putRoomKeysByRoomId } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Stores keys of one room. */
export function putRoomKeysByRoomIdRoute(backup: KeyBackup): Route {
  return route(putRoomKeysByRoomId, ({ session, params, query, body }) =>
    backup.putSessions(session, query.version, { [params.roomId]: body }),
  )
}
