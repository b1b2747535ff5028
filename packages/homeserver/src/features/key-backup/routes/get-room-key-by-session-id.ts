// GET /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}
import { MatrixError, getRoomKeyBySessionId } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'
import { sessionText } from '../session-text.ts'

/** Shows the keys of one session. */
export function getRoomKeyBySessionIdRoute(backup: KeyBackup): Route {
  return route(getRoomKeyBySessionId, async ({ session, params, query, tap }) => {
    const [found] = await backup.listSessions(session, query.version, params)
    if (found === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'Key not found' })
    return tap.reveal(new JsonText(sessionText(found)), [{ kind: 'keys', count: 1, subject: `backup:${query.version}` }])
  })
}
