// GET /_matrix/client/v3/room_keys/keys/{roomId}
import { getRoomKeysByRoomId } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'
import { roomText } from '../session-text.ts'

/** Shows the keys of one room. */
export function getRoomKeysByRoomIdRoute(backup: KeyBackup): Route {
  return route(getRoomKeysByRoomId, async ({ session, params, query, tap }) => {
    const found = await backup.listSessions(session, query.version, { roomId: params.roomId })
    const answer = new JsonText(roomText(found))
    if (found.length === 0) return tap.nothing(answer)
    return tap.reveal(answer, [{ kind: 'keys', count: found.length, subject: `backup:${query.version}` }])
  })
}
