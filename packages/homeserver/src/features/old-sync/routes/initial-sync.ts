// GET /_matrix/client/v3/initialSync
import { initialSync } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { OldSync } from '../old-sync.ts'

/** Shows everything at once. */
export function initialSyncRoute(oldSync: OldSync): Route {
  return route(initialSync, async ({ query, session, tap }) => {
    const { text, reads } = await oldSync.initialSync(session, { limit: query.limit, archived: query.archived === true })
    return tap.reveal(new JsonText(text), reads)
  })
}
