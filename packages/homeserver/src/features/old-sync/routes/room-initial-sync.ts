// GET /_matrix/client/v3/rooms/{roomId}/initialSync
import { roomInitialSync } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { OldSync } from '../old-sync.ts'

/** Shows everything of one room. */
export function roomInitialSyncRoute(oldSync: OldSync): Route {
  return route(roomInitialSync, async ({ params, session, tap }) => {
    const { text, reads } = await oldSync.roomInitialSync(session, params.roomId)
    return tap.reveal(new JsonText(text), reads)
  })
}
