// Every route of the deprecated ways to sync.
import type { Route } from '../../../http/route.ts'
import type { OldSync } from '../old-sync.ts'
import { getEventsRoute } from './get-events.ts'
import { initialSyncRoute } from './initial-sync.ts'
import { roomInitialSyncRoute } from './room-initial-sync.ts'

/** The routes, tied to their operations. */
export function oldSyncRoutes(oldSync: OldSync): Route[] {
  return [getEventsRoute(oldSync), initialSyncRoute(oldSync), roomInitialSyncRoute(oldSync)]
}
