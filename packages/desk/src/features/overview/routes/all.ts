// Every route of the overview.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskOverview } from '../overview.ts'
import { getDeskOverviewRoute } from './get-desk-overview.ts'

/** The routes, tied to their operations. */
export function overviewRoutes(ports: DeskPorts, overview: DeskOverview): Route[] {
  return [getDeskOverviewRoute(ports, overview)]
}
