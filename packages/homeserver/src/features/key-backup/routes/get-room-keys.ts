// GET /_matrix/client/v3/room_keys/keys
import { getRoomKeys } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'
import { roomsText } from '../session-text.ts'

/** Shows the keys of every room. */
export function getRoomKeysRoute(backup: KeyBackup): Route {
  return route(getRoomKeys, async ({ session, query, tap }) => {
    const found = await backup.listSessions(session, query.version, {})
    const answer = new JsonText(roomsText(found))
    if (found.length === 0) return tap.nothing(answer)
    return tap.reveal(answer, [{ kind: 'keys', count: found.length, subject: `backup:${query.version}` }])
  })
}
