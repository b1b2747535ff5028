// PUT /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}
import { putRoomKeyBySessionId } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Stores keys of one session. */
export function putRoomKeyBySessionIdRoute(backup: KeyBackup): Route {
  return route(putRoomKeyBySessionId, ({ session, params, query, body }) =>
    backup.putSessions(session, query.version, { [params.roomId]: { sessions: { [params.sessionId]: body } } }),
  )
}
