// PUT /_matrix/client/v3/room_keys/keys
import { putRoomKeys } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Stores keys of every room. */
export function putRoomKeysRoute(backup: KeyBackup): Route {
  return route(putRoomKeys, ({ session, query, body }) =>
    backup.putSessions(session, query.version, body.rooms),
  )
}
