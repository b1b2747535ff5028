// Every route of leak attribution.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Attributions } from '../attributions.ts'
import { askAttributionRoute } from './ask-attribution.ts'
import { cancelAttributionRoute } from './cancel-attribution.ts'
import { getAttributionRoute } from './get-attribution.ts'
import { listAttributionsRoute } from './list-attributions.ts'

/** The routes, tied to their operations. */
export function attributionsRoutes(ports: DeskPorts, attributions: Attributions): Route[] {
  return [askAttributionRoute, listAttributionsRoute, getAttributionRoute, cancelAttributionRoute].map((route) => route(ports, attributions))
}
